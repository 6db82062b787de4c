import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { CoachingCycleView, StageView } from "$lib/api/coaching-cycles";
import { keys } from "$lib/keys/keys.svelte";
import { router } from "$lib/router/router.svelte";
import CoachingCycle from "./CoachingCycle.svelte";

const user = userEvent.setup();

beforeEach(() => window.addEventListener("keydown", keys.dispatch));
afterEach(() => {
  window.removeEventListener("keydown", keys.dispatch);
  router.reset();
});

const stage = (label: string, more: Partial<StageView> = {}): StageView => ({
  id: `stage-${label}`, label, visits: 1, days: 2, textLabel: label, text: "", planLabel: null, plan: "", decides: false, decision: "", locked: null, isCurrent: false, ...more,
});

/** A prediction that another computer changed after it was locked: it needs attention, and the work goes on. */
function view(stands: CoachingCycleView["stands"]): CoachingCycleView {
  return {
    row: { id: "cc1", teacher: { id: "amir", name: "Amir Haddad" }, title: "", model: "plan_do_study_act", standing: "needs-attention", standingWords: "Needs attention", stage: "Do", place: 2, stages: 2, since: "Mon 5 Oct", late: "", from: null }, coach: "Dana Whitfield",
    stands, title: "", subject: "", standards: "", curriculum: "", ended: "", planned: "", plannedStart: "", plannedEnd: "", missing: [], missingBefore: [], goal: null, isWritable: true, shares: [], barrier: "alone", from: null,
    stages: [stage("Prediction", { text: "All of them answer", locked: "Half of them answer" }), stage("What was done", { isCurrent: true })],
  };
}

async function open(shown: CoachingCycleView) {
  const rust = fakeRust({ coaching_cycle: () => shown, coaching_chain: () => [], save_cycle_days: () => null, keep_locked: () => null, complete_coaching_cycle: () => null, pause_coaching_cycle: () => null, resume_coaching_cycle: () => null });
  document.body.replaceChildren(document.createElement("main"));
  render(CoachingCycle, { target: document.querySelector("main")!, props: { id: "cc1" } });
  await screen.findByRole("heading", { name: "Coaching cycle with Amir Haddad" });
  return rust;
}

test("what_needs_attention_and_is_under_way_can_rest_and_go_on", async () => {
  const { asked } = await open(view("active"));

  expect(screen.getByRole("button", { name: /^Complete/ })).toBeTruthy();
  await user.click(screen.getByRole("button", { name: /^Pause/ }));

  await waitFor(() => expect(asked.some(({ command }) => command === "pause_coaching_cycle")).toBe(true));
  expect(asked.some(({ command }) => command === "resume_coaching_cycle")).toBe(false);
});

test("what_needs_attention_and_is_over_or_of_a_newer_version_offers_no_act_of_its_stages", async () => {
  for (const stands of ["completed", "needs-attention"] as const) {
    await open(view(stands));

    expect(screen.queryByRole("button", { name: /^(Complete|Go on|Pause|Begin|End it)/ })).toBeNull();
  }
});

test("a_locked_prediction_that_changed_elsewhere_is_settled_by_its_button_or_by_a_key", async () => {
  const { asked } = await open(view("completed"));
  const settled = () => asked.filter(({ command }) => command === "keep_locked").map(({ args }) => args);
  expect(screen.getByText("All of them answer")).toBeTruthy();

  await user.click(screen.getByRole("button", { name: /^Keep the prediction as it was locked/ }));
  await waitFor(() => expect(settled()).toHaveLength(1));
  (document.activeElement as HTMLElement).blur();
  await user.keyboard("k");

  await waitFor(() => expect(settled()).toHaveLength(2));
  expect(settled()).toEqual([{ id: "cc1", stage: "stage-Prediction" }, { id: "cc1", stage: "stage-Prediction" }]);
});

test("the_days_are_changed_by_a_key_and_one_that_does_not_exist_stays_in_its_field", async () => {
  const planned = { planned: "Mon 5 Oct to Wed 14 Oct", plannedStart: "2026-10-05", plannedEnd: "2026-10-14" };
  const late = { ...view("active").row, late: "2 school days past its planned end" };
  const { asked } = await open({ ...view("active"), ...planned, row: late });
  const kept = () => asked.filter(({ command }) => command === "save_cycle_days").map(({ args }) => args);
  expect(screen.getByText("2 school days past its planned end")).toBeTruthy();
  expect(screen.getByText("Mon 5 Oct to Wed 14 Oct")).toBeTruthy();

  await user.keyboard("d");
  const ends = await screen.findByLabelText("Is over by");
  await user.clear(ends);
  await user.type(ends, "2026-02-30");
  await user.click(screen.getByRole("button", { name: "Keep" }));
  expect(screen.getByText(/30 February/)).toBeTruthy();
  expect(kept()).toEqual([]);
  expect((ends as HTMLInputElement).value).toBe("2026-02-30");

  await user.clear(ends);
  await user.type(ends, "2026-10-23");
  await user.click(screen.getByRole("button", { name: "Keep" }));
  await waitFor(() => expect(kept()).toEqual([{ days: { coachingCycle: "cc1", starts: "2026-10-05", ends: "2026-10-23" } }]));
});
