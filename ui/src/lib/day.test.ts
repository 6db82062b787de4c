import { expect, test } from "vitest";
import { addDays, isDate, minuteOf, mondayOf, timeOfDay } from "./day";

test("a_time_is_read_as_a_school_day_means_it", () => {
  const read = (text: string) => minuteOf(text);

  expect(["8:05", "805", "8", "13:15", "1:15 pm", "1:15", "06:50", "6:50 am", "12:30 pm"].map(read)).toEqual([
    485, 485, 480, 795, 795, 795, 410, 410, 750,
  ]);
});

test("what_is_no_time_is_none", () => {
  expect(["", "25:00", "8:75", "soon", "13 pm", "8:5"].map(minuteOf)).toEqual([null, null, null, null, null, null]);
});

test("every_shown_time_is_read_back_as_the_same_minute", () => {
  const minutes = Array.from({ length: 1440 }, (_, minute) => minute);
  const wrong = minutes.filter((minute) => minuteOf(timeOfDay(minute)) !== minute);

  expect(wrong).toEqual([]);
});

test("days_are_counted_over_months_and_leap_years", () => {
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-11-30", 1)).toBe("2026-12-01");
  expect(mondayOf("2026-11-22")).toBe("2026-11-16");
});

test("the_30th_of_february_is_no_day", () => {
  expect([isDate("2026-02-30"), isDate("2026-02-28"), isDate("28.2.2026")]).toEqual([false, true, false]);
});
