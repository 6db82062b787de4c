import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { prepared } from "$features/steps/fake-step";
import type { KindView, Recorded } from "$lib/api/kinds";
import { keys } from "$lib/keys/keys.svelte";
import { router } from "$lib/router/router.svelte";
import { fakeRust } from "../../../dev/fake-rust";
import Place from "../Place.svelte";
import Begin from "./Begin.svelte";
import KindScreen from "./KindScreen.svelte";

const codes = ["T", "S", "I", "G"].map((letter) => ({ letter, label: `Label ${letter}` }));

function view(recorded: Recorded, isOpen = true): KindView {
  return {
    purpose: "coaching", note: "", codes, recorded,
    lesson: {
      id: "o1", teacher: { id: "t1", name: "Bea Amidala" }, context: "", section: null, school: "", focus: "", entered: null, coach: null, openSteps: [],
      isOpen, isPaused: false, day: "", started: "9:05", ended: isOpen ? null : "9:25", elapsedMs: 130_000, plannedMinutes: 20,
      students: null, entries: [], lookFors: [], lookForSet: null, drafts: [], lines: 0, tagged: 0,
    },
  };
}

const intervals = (letters: string, isOpen = true): KindView =>
  view({
    kind: "interval", method: "momentary", seconds: 60, planned: 20, held: letters.length, answered: letters.replaceAll("-", "").length,
    missed: letters.split("-").length - 1, marks: [...letters].map((one, at) => ({ number: at + 1, letters: one })).filter((mark) => mark.letters !== "-"), shares: [],
  }, isOpen);

function rust(first: KindView, answers: Record<string, (args: Record<string, unknown>) => unknown> = {}) {
  return fakeRust({
    open_observation: () => ({ view: first.lesson, readOnly: false }),
    observation_of_kind: () => first,
    close_observation: () => null,
    tick_observation: () => ({ elapsedMs: 130_000, hasNewGap: false }),
    ...answers,
  });
}

/** Presses keys once the screen has them: it takes the focus a frame after it is drawn. */
async function press(typed: string) {
  await waitFor(() => expect(document.activeElement?.closest("[data-keys]")).toBeTruthy());
  await userEvent.keyboard(typed);
}

// What is read behind the screen is read once here, so that no test waits for it.
beforeAll(async () => void (await Promise.all([import("./KindPrep.svelte"), import("$features/steps/CheckDialog.svelte")])), 60_000);
beforeEach(() => window.addEventListener("keydown", keys.dispatch));
afterEach(() => {
  window.removeEventListener("keydown", keys.dispatch);
  router.reset();
});

test("a_letter_s_key_codes_and_a_blank_interval_stays_blank", async () => {
  const { asked } = rust(intervals("T-"), { code_interval: () => intervals("T-S") });
  render(KindScreen, { id: "o1" });
  await screen.findByText("Interval 3 of 20");

  await press("s");

  await screen.findByText("Interval 3: S");
  expect(screen.getByText("Interval 2: blank")).toBeTruthy();
  expect(screen.getByText("2 of 3 intervals answered, 1 missed")).toBeTruthy();
  expect(asked.find(({ command }) => command === "code_interval")?.args).toMatchObject({ key: { observation: "o1", letter: "S" } });
});

test("a_letter_that_is_no_code_does_nothing", async () => {
  const { asked } = rust(intervals("T"));
  render(KindScreen, { id: "o1" });
  await screen.findByText("Interval 3 of 20");

  await press("x");

  expect(asked.some(({ command }) => command === "code_interval")).toBe(false);
});

test("a_refusal_is_said_and_nothing_is_shown_as_coded", async () => {
  const refuse = () => {
    throw { code: "disk", message: "The disk is full." };
  };
  rust(intervals("T"), { code_interval: refuse });
  render(KindScreen, { id: "o1" });
  await screen.findByText("Interval 3 of 20");

  await press("s");

  expect(await screen.findByText("The disk is full.")).toBeTruthy();
  expect(screen.queryByText("Interval 3: S")).toBeNull();
});

test("four_items_of_a_walkthrough_are_answered_by_four_keys", async () => {
  const items = ["A", "B", "C", "D"].map((letter) => ({ lookFor: `l${letter}`, letter, text: `Item ${letter}`, value: null }));
  const walk = view({ kind: "walkthrough", items, seen: 0, applicable: 0, open: 4, percent: null });
  const { asked } = rust(walk, { answer_item: () => walk });
  render(KindScreen, { id: "o1" });
  await screen.findByText("Item A");

  await press("spna");

  await waitFor(() => expect(asked.filter(({ command }) => command === "answer_item")).toHaveLength(4));
  const answered = asked.filter(({ command }) => command === "answer_item").map(({ args }) => args.key as { lookFor: string; value: string });
  expect(answered.map(({ lookFor, value }) => `${lookFor} ${value}`)).toEqual(["lA seen", "lB partial", "lC not_seen", "lD not_applicable"]);
});

test("a_tally_counts_in_the_group_of_seats_of_the_function_key", async () => {
  const tally = view({ kind: "tally", count: 0, bySeat: [0, 0, 0, 0, 0], totals: codes.map((code) => ({ ...code, count: 0, rate: null, bySeat: [0, 0, 0, 0, 0] })) });
  const { asked } = rust(tally, { count_event: () => tally });
  render(KindScreen, { id: "o1" });
  await screen.findByText("By group of seats");

  await press("t{F7}s{F7}g");

  await waitFor(() => expect(asked.filter(({ command }) => command === "count_event")).toHaveLength(3));
  const counted = asked.filter(({ command }) => command === "count_event").map(({ args }) => args.key as { letter: string; seatGroup: string | null });
  expect(counted.map(({ letter, seatGroup }) => [letter, seatGroup])).toEqual([["T", null], ["S", "front_right"], ["G", null]]);
});

test("more_on_task_than_seen_is_said_at_the_field_and_nothing_is_kept", async () => {
  const scan = view({ kind: "scan", sweeps: [], seen: 0, onTask: 0, percent: null });
  const { asked } = rust(scan);
  render(KindScreen, { id: "o1" });
  await userEvent.type(await screen.findByLabelText("Students seen"), "20");
  await userEvent.type(screen.getByLabelText("Of them on task"), "21{Enter}");

  expect(await screen.findByText(/at most as many as were seen/)).toBeTruthy();
  expect(asked.some(({ command }) => command === "keep_sweep")).toBe(false);
});

test("a_comparison_shows_agreement_kappa_and_what_differs", async () => {
  const comparison = {
    alike: 17, both: 20, percent: "85.0", kappa: "0.744", oneSided: 0, theirsBegan: "9:05:02", apartSeconds: 2,
    disagreements: [{ number: 11, time: "9:15:00", mine: "S", theirs: "T" }],
  };
  const { asked } = rust(intervals("TS", false), { compare_codes: () => comparison });
  render(KindScreen, { id: "o1" });
  await userEvent.click(await screen.findByRole("button", { name: /Open the other observer/ }));
  await userEvent.type(screen.getByLabelText("Their file"), "/stick/a.coachlight-codes");
  await userEvent.type(screen.getByLabelText("Code word"), "7k2m q9xt 4b3d");
  await userEvent.click(screen.getByRole("button", { name: "Compare" }));

  expect(await screen.findByText(/Cohen's kappa 0.744/)).toBeTruthy();
  expect(screen.getByText("S Label S")).toBeTruthy();
  expect(asked.find(({ command }) => command === "compare_codes")?.args).toEqual({ id: "o1", path: "/stick/a.coachlight-codes", codeWord: "7k2m q9xt 4b3d" });
});

/** What a finished lesson asks for beside itself. */
const after = {
  observation_sharing: () => ({ teacher: { id: "t1", name: "Bea Amidala" }, shares: [], offers: ["teacher"], barrier: null, from: null }),
  coaching_cycle_of: () => ({ chosen: null, choices: [] }),
  who_sees: () => null,
  prep: () => prepared(),
  propose_step: () => "p9",
  check_step: () => "c1",
  prepare_debrief: () => "d1",
};

test("a_finished_lesson_of_any_kind_checks_the_last_step_and_goes_on_to_its_debrief_by_key", async () => {
  const { asked } = rust(intervals("TS", false), after);
  render(KindScreen, { id: "o1" });
  await screen.findByRole("heading", { name: /Last step/ });

  await press("r");
  await press("1");
  await waitFor(() => expect(asked.find(({ command }) => command === "check_step")?.args).toMatchObject({ check: { step: "p1", observation: "o1", found: "seen" } }));
  await press("{Control>}d{/Control}");

  await waitFor(() => expect(router.route).toEqual({ name: "debrief", params: { id: "d1" } }));
});

test("whoever_goes_on_before_the_finished_lesson_is_drawn_stays_where_they_are", async () => {
  let isOver = false;
  rust(intervals("TSTS"), { ...after, observation_of_kind: () => intervals("TSTS", !isOver), finish_observation: () => ((isOver = true), null) });
  render(KindScreen, { id: "o1" });
  await screen.findByText("Interval 3 of 20");
  await waitFor(() => expect(document.activeElement?.closest("[data-keys]")).toBeTruthy());
  const frames: FrameRequestCallback[] = [];
  const held = vi.spyOn(window, "requestAnimationFrame").mockImplementation((frame) => frames.push(frame));

  await press("{Control>}{Enter}{/Control}");
  await screen.findByRole("heading", { name: /Last step/ });
  screen.getAllByRole("button").at(-1)!.focus();
  const gone = document.activeElement;
  held.mockRestore();
  frames.forEach((frame) => frame(0));

  expect(frames.length).toBeGreaterThan(0);
  expect(document.activeElement).toBe(gone);
});

test("an_exercise_of_two_observers_has_no_debrief_and_no_step", async () => {
  const { asked } = rust({ ...intervals("TS", false), purpose: "calibration" }, after);
  render(KindScreen, { id: "o1" });
  await screen.findByRole("button", { name: /Share/ });

  await press("{Control>}d{/Control}");

  expect(screen.queryByRole("button", { name: /Debrief/ })).toBeNull();
  expect(screen.queryByRole("heading", { name: /Last step/ })).toBeNull();
  expect(asked.some(({ command }) => command === "prepare_debrief")).toBe(false);
});

test("while_a_lesson_lasts_alt_c_checks_its_open_step", async () => {
  const running = intervals("T");
  const { asked } = rust({ ...running, lesson: { ...running.lesson, openSteps: [{ id: "s1", text: "Wait three seconds", check: null }] as never } }, after);
  render(KindScreen, { id: "o1" });
  await screen.findByRole("button", { name: /Check/ });

  await press("{Alt>}c{/Alt}");
  await userEvent.click(await screen.findByRole("radio", { name: /Not seen/ }));
  await userEvent.click(screen.getByRole("button", { name: "Keep the check" }));

  await waitFor(() => expect(asked.find(({ command }) => command === "check_step")?.args).toMatchObject({ check: { step: "s1", observation: "o1", found: "not-seen" } }));
});

test("a_word_beside_the_record_is_written_when_the_field_is_left", async () => {
  const { asked } = rust(intervals("T"), { set_observation: () => null });
  render(KindScreen, { id: "o1" });
  await userEvent.type(await screen.findByLabelText("In one line"), "calm start");
  await userEvent.tab();

  await waitFor(() => expect(asked.find(({ command }) => command === "set_observation")?.args).toEqual({ change: { id: "o1", note: "calm start" } }));
});

test("an_observation_begins_with_what_is_offered_and_a_wrong_length_is_said_at_its_field", async () => {
  const { asked } = fakeRust({ starting_kind: () => ({ codes }), start_kind: () => "o9" });
  render(Begin, { kind: "interval", teacher: "t1", name: "Bea Amidala" });
  const seconds = await screen.findByLabelText("Seconds an interval");
  await userEvent.clear(seconds);
  await userEvent.type(seconds, "4{Enter}");
  expect(await screen.findByText("Write 5 to 300 seconds.")).toBeTruthy();

  await userEvent.clear(seconds);
  await userEvent.type(seconds, "30{Enter}");

  await waitFor(() => expect(router.route).toEqual({ name: "observation", params: { id: "o9" } }));
  expect(asked.find(({ command }) => command === "start_kind")?.args).toEqual({
    start: { visit: null, teacher: "t1", kind: "interval", purpose: "coaching", method: "momentary", seconds: 30, plannedMinutes: 20, codes, lookForSet: null },
  });
});

test("an observation of a kind that only a newer version knows says so instead of staying empty", async () => {
  fakeRust({ kind_of_observation: () => null });
  render(Place, { id: "o1" });

  await waitFor(() => expect(document.body.textContent).toContain("A newer version of Coachlight recorded this. Nothing is lost."));
});
