import { expect, test } from "vitest";
import { typedDay, type Lean } from "./typed-day";

/** A Monday. */
const TODAY = "2026-11-23";
const read = (typed: string, lean: Lean = "future") => {
  const day = typedDay(typed, TODAY, lean);
  return "date" in day ? day.date : day.fault;
};

test("one_day_is_read_however_it_is_written", () => {
  const ways = ["13 10", "13.10.", "13 oct", "13 Oct", "Oct 13", "october 13th", "13 October 2026", "Tue 13 Oct", "tuesday, 13 oct", "10/13", "10/13/26", "13/10", "13.10.2026", "13 10 26", "13-10", "2026-10-13", "2026/10/13", " 13 oct "];

  expect(ways.filter((typed) => read(typed) !== "2026-10-13")).toEqual([]);
});

test("strokes_are_read_with_the_month_first_and_everything_else_with_the_day_first", () => {
  expect(["5/10", "5 10", "5.10.", "5-10"].map((typed) => read(typed, "past"))).toEqual(["2026-05-10", "2026-10-05", "2026-10-05", "2026-10-05"]);
});

test("days_near_today_are_counted", () => {
  expect(["today", "tomorrow", "yesterday", "+5", "-3", "+ 10", "+2w"].map((typed) => read(typed))).toEqual([
    "2026-11-23", "2026-11-24", "2026-11-22", "2026-11-28", "2026-11-20", "2026-12-03", "2026-12-07",
  ]);
});

test("a_weekday_is_the_next_one_of_a_plan_and_the_last_one_of_what_is_over", () => {
  expect(["tue", "Friday", "mo", "sun."].map((typed) => read(typed))).toEqual(["2026-11-24", "2026-11-27", "2026-11-23", "2026-11-29"]);
  expect(["tue", "Friday", "mo", "sun."].map((typed) => read(typed, "past"))).toEqual(["2026-11-17", "2026-11-20", "2026-11-23", "2026-11-22"]);
});

test("without_a_year_the_nearest_day_is_meant_and_of_what_is_over_the_last_one", () => {
  expect([read("5 jan"), read("22 nov"), read("31 may"), read("20 dec", "past"), read("31 may", "past")]).toEqual([
    "2027-01-05", "2026-11-22", "2026-05-31", "2025-12-20", "2026-05-31",
  ]);
});

test("a_day_that_no_calendar_has_is_named_and_not_moved_to_another", () => {
  expect(typedDay("31 feb", TODAY, "future")).toEqual({ fault: "missing", day: 31, month: 2, year: 2026 });
  expect(["30.2.", "2026-02-30", "31 4", "29 feb 2027"].map((typed) => read(typed))).toEqual(["missing", "missing", "missing", "missing"]);
  expect(read("29 feb 2028")).toBe("2028-02-29");
});

test("what_is_no_day_is_none", () => {
  const wrong = ["", "soon", "13", "1", "t", "s", "13 13", "32 10", "0 10", "13 ma", "10 5 2 3", "13 oct 202", "+", "+1000", "oct", "13 oct & nov", "--5"];

  expect(wrong.filter((typed) => read(typed) !== "unreadable")).toEqual([]);
});
