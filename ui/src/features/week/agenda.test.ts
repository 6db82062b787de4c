import { expect, test } from "vitest";
import { observed, visit, week } from "../../dev/example-week";
import { agenda, nextThing } from "./agenda";
import { mark, meta } from "./entry";

test("the_now_line_stands_before_the_first_entry_that_has_not_begun", () => {
  const entries = [visit("a", "Reyes", "8:10"), visit("b", "Okafor", "9:05"), visit("c", "Liu", "1:15 pm")];

  const at = (now: string) => agenda(week(now, entries))[0]?.nowBefore;

  expect([at("7:00"), at("9:02"), at("9:05"), at("2:00 pm")]).toEqual([0, 1, 2, 3]);
});

test("an_entry_without_a_time_stands_below_the_now_line", () => {
  const entries = [visit("a", "Reyes", "8:10"), visit("b", "Okafor", "")];

  expect(agenda(week("3:00 pm", entries))[0]?.nowBefore).toBe(1);
});

test("today_leads_then_tomorrow_and_what_is_over_becomes_one_section", () => {
  const entries = [
    visit("a", "Reyes", "8:10"),
    visit("b", "Okafor", "9:05", { date: "2026-11-18", ...observed("o1", 12) }),
    visit("c", "Liu", "9:05", { date: "2026-11-17" }),
  ];

  const sections = agenda(week("9:00", entries));

  expect(sections.map((one) => one.heading)).toEqual([
    "Today, Thursday 19 November",
    "Tomorrow, Friday 20 November",
    "Earlier this week",
  ]);
  expect(sections[2]?.note).toBe("1 of 2");
  expect(sections[2]?.rows.map((row) => row.margin)).toEqual(["Wed", "Tue"]);
});

test("the_next_thing_is_the_open_observation_then_what_is_due_then_what_comes", () => {
  const open = visit("a", "Reyes", "8:10", observed("o1", 3, true));
  const due = visit("b", "Okafor", "8:55", { isNow: true });
  const later = visit("c", "Liu", "10:40");

  const next = (...entries: Parameters<typeof week>[1]) => nextThing(week("9:02", entries))?.visit;

  expect(next(open, due, later)).toBe("a");
  expect(next(due, later)).toBe("b");
  expect(next(later)).toBe("c");
});

test("what_is_over_cancelled_or_a_meeting_of_a_team_is_not_next", () => {
  const missed = visit("a", "Reyes", "7:30");
  const cancelled = visit("b", "Okafor", "9:30", { state: "cancelled", reason: "Testing" });
  const team = visit("c", "", "10:00", { teacher: null, team: { id: "t", name: "Math team" } });

  expect(nextThing(week("9:02", [missed, cancelled, team]))).toBeNull();
});

test("a_state_is_said_in_words_with_its_reason", () => {
  const cancelled = visit("a", "Reyes", "8:10", { state: "cancelled", reason: "Testing.", detail: "Room 9" });
  const saved = visit("b", "Okafor", "9:05", observed("o1", 31));

  expect([mark(cancelled).word, meta(cancelled)]).toEqual(["Cancelled", "Room 9. Cancelled: Testing."]);
  expect([mark(saved).word, meta(saved)]).toEqual(["Saved 31 lines", "31 lines."]);
});

test("a_state_of_a_newer_version_is_named_as_such", () => {
  expect(mark(visit("a", "Reyes", "8:10", { state: "virtual" })).word).toBe("From a newer version");
});
