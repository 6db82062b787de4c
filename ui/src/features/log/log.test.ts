import { render, screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { LogDayView, LogLine } from "../../lib/api/log";
import { keys } from "../../lib/keys/keys.svelte";
import { LineForm } from "./line.svelte";
import Log from "./Log.svelte";
import { meta, title } from "./words";

function line(id: string, startsMinute: number, rest: Partial<LogLine> = {}): LogLine {
  return {
    id, key: { kind: "proposed", id }, isProposed: true, activity: "observe", class: "direct", time: "8:07", startsMinute, minutes: 43,
    gapMinutes: 0, teacher: { id: "amir", name: "Amir Haddad" }, team: null, school: { id: "s1", name: "Juniper Middle" },
    travelFrom: null, note: "", grant: "", grantPercent: null, grantEnds: "", changed: null, isOrphan: false, ...rest,
  };
}

function day(lines: LogLine[], rest: Partial<LogDayView> = {}): LogDayView {
  const totals = { direct: 0, indirect: 0, nonCoaching: 0, logged: 0, directShare: null, activities: [] };
  const toConfirm = lines.filter((one) => one.isProposed).length;
  return { date: "2026-10-05", heading: "Monday 5 October", today: "2026-10-05", lines, overlaps: [], leftOut: [], toConfirm, totals, ...rest };
}

function press(key: string, rest: KeyboardEventInit = {}) {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...rest }));
}

async function shown(view: () => LogDayView) {
  const rust = fakeRust({ log_day: view, confirm_log_line: () => "row", resolve_log_overlap: () => null });
  window.addEventListener("keydown", keys.dispatch);
  render(Log, {});
  await waitFor(() => screen.getByText("until 8:50 · Juniper Middle"));
  return rust;
}

test("a_line_says_what_until_when_where_and_what_is_missing_in_it", () => {
  const lesson = line("l1", 487, { gapMinutes: 4, grant: "G", grantPercent: 50, note: "lab" });

  expect(title(lesson)).toBe("Observe, Amir Haddad");
  expect(meta(lesson)).toBe("until 8:50 · Juniper Middle · 4 minutes of gaps · 50 % from grant G · lab");
  expect(title(line("w", 600, { activity: "travel", travelFrom: { id: "s2", name: "Cedar" } }))).toBe("Travel from Cedar to Juniper Middle");
});

test("enter_confirms_a_line_and_goes_to_the_next_one_that_waits", async () => {
  const { asked } = await shown(() => day([line("l1", 487), line("l2", 545, { isProposed: false, time: "9:05" }), line("l3", 640, { time: "10:40" })]));
  const row = (id: string) => document.querySelector<HTMLElement>(`[data-line="${id}"]`)!;

  row("l1").focus();
  press("Enter");

  await waitFor(() => expect(document.activeElement).toBe(row("l3")));
  expect(asked.find(({ command }) => command === "confirm_log_line")?.args).toEqual({ date: "2026-10-05", key: { kind: "proposed", id: "l1" } });
});

test("two_lines_that_overlap_are_not_among_those_that_are_confirmed_and_a_number_says_who_gets_the_time", async () => {
  const [one, other] = [line("l1", 487), line("l2", 520, { time: "8:40" })];
  const overlaps = [{ one: one.key, other: other.key, fromMinute: 520, toMinute: 530 }];
  const { asked } = await shown(() => day([one, other, line("l3", 640)], { overlaps }));

  expect(screen.getByText("Confirm 1 of 3")).toBeTruthy();
  document.querySelector<HTMLElement>('[data-line="l2"]')!.focus();
  press("2");

  await waitFor(() => expect(asked.find(({ command }) => command === "resolve_log_overlap")?.args).toMatchObject({ way: "other" }));
});

test("a_line_is_written_with_its_times_as_minutes_and_travel_has_nobody_with_it", () => {
  const form = new LineForm("2026-10-05", line("l1", 487), undefined);
  form.begins = "1:15 pm";
  form.activity = "travel";

  expect(form.written()).toMatchObject({ startsMinute: 795, minutes: 43, activity: "travel", teacher: null, school: "s1" });
  form.minutes = "a while";
  expect(form.written()).toBeNull();
});
