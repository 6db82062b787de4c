import { expect, test } from "vitest";
import { matches } from "$lib/matches";
import { Lessons } from "./lessons.svelte";
import { chosenRhythm, readRhythm, rhythms } from "./rhythm";

test("somebody_is_found_by_the_beginnings_of_words_without_accents", () => {
  const written = ["Tomás Reyes", "Lincoln Elementary", "Math 5"];

  expect(["tom", "rey linc", "5 tomas", "", "math"].every((query) => matches(query, written))).toBe(true);
  expect(["omas", "tom washington"].some((query) => matches(query, written))).toBe(false);
});

test("the_next_lesson_is_as_long_as_the_one_before_and_follows_it", () => {
  const lessons = new Lessons([{ code: "1", startsMinute: 490, endsMinute: 540 }]);

  lessons.add();

  expect(lessons.read()?.[1]).toEqual({ code: "2", startsMinute: 545, endsMinute: 595 });
});

test("lesson_times_are_read_as_they_were_shown", () => {
  const periods = [{ code: "0", startsMinute: 405, endsMinute: 450 }, { code: "6", startsMinute: 795, endsMinute: 840 }];

  expect(new Lessons(periods).read()).toEqual(periods);
});

test("a_row_that_is_not_whole_or_a_period_written_twice_is_not_kept", () => {
  const lessons = new Lessons([{ code: "1", startsMinute: 490, endsMinute: 540 }]);
  lessons.add();

  lessons.rows[1]!.to = "8:00";
  expect(lessons.read()).toBeNull();
  lessons.rows[1]!.to = "9:50";
  lessons.rows[1]!.code = "1";
  expect(lessons.read()).toBeNull();
});

test("every_rhythm_that_is_offered_is_read_back_as_it_was_chosen", () => {
  const ten = { isCoached: true, cadenceDays: 10 };
  const values = rhythms(ten).map(({ value }) => value);

  expect(values).toContain(chosenRhythm(ten));
  expect(values.map((value) => chosenRhythm(readRhythm(value)))).toEqual(values);
  expect(rhythms(ten).at(-1)?.label).toBe("Every 10 days");
});

test("a_rhythm_ends_with_the_coaching_and_coaching_may_have_none", () => {
  expect(readRhythm("not")).toEqual({ isCoached: false, cadenceDays: null });
  expect(readRhythm("free")).toEqual({ isCoached: true, cadenceDays: null });
  expect(readRhythm("21")).toEqual({ isCoached: true, cadenceDays: 21 });
});
