import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { toasts } from "$lib/toasts.svelte";
import { check, detail, row } from "./fake-step";
import Steps from "./Steps.svelte";

const rows = [row(), row({ id: "p2", text: "Ask why", standing: "proposed", standingWords: "Proposed" })];
const over = [row({ id: "p9", text: "Draw the model", standing: "mastered", standingWords: "Part of practice", isOpen: false })];
const besides = [
  { measure: "m1", coachingCycle: "y1", words: "Students who explain: On the way 17 of 28", day: "Mon 5 Oct", beside: "observed" as const },
  { measure: "m2", coachingCycle: "y1", words: "Students who explain: Before 9 of 28", day: "Mon 28 Sep", beside: null },
];
const user = userEvent.setup();

beforeEach(() => {
  window.addEventListener("keydown", keys.dispatch);
  toasts.clear();
  presenting.isOn = false;
});
afterEach(() => window.removeEventListener("keydown", keys.dispatch));

async function open() {
  const all = [...rows, ...over];
  const rust = fakeRust({
    steps: () => ({ open: rows, over, overTotal: 1 }),
    step: ({ id }) => detail({ row: all.find((one) => one.id === id)!, checks: id === "p1" ? [check()] : [], ...(id === "p1" ? { results: [besides[0]!], otherResults: [besides[1]!] } : {}) }),
    set_step_result: ({ beside }) => {
      if (beside === "observed") throw { code: "invalid", message: "This was measured before the step was proposed.", field: "measure" };
      return null;
    },
    typed_words: () => ({ number: 0, text: null }),
    check_step: () => "c2",
    agree_on_step: () => null,
    set_step_category: () => null,
    supervisor_sharing: ({ id }) => ({
      teacher: { id: "t1", name: "Amir Haddad" }, supervisors: [], isOffered: id === "p1", barrier: id === "p1" ? null : "notAgreed", share: null,
      goes: [{ label: "Words", text: "Wait 3 s before calling a name" }],
    }),
    shared_names: () => [],
    share_with_supervisors: () => null,
    replace_step_with: ({ replacement: next }) => {
      if ((next as { text: string }).text.length > 240) throw { code: "invalid", message: "A step has at most 240 characters.", field: "text" };
      return "p2";
    },
    drop_step: ({ reason }) => {
      if (reason === "") throw { code: "invalid", message: "Say in a few words why.", field: "reason" };
      return null;
    },
  });
  render(Steps, {});
  await screen.findByRole("heading", { name: "Step of Amir Haddad" });
  return rust;
}

const choose = (words: string) => screen.getByRole("button", { name: new RegExp(words) }).focus();
const asked = (rust: Awaited<ReturnType<typeof open>>, command: string) => rust.asked.filter((one) => one.command === command).map(({ args }) => args);

test("c_opens_the_check_and_a_digit_chooses_what_was_seen", async () => {
  const rust = await open();
  choose("Wait 3 s");

  await user.keyboard("c");
  await user.keyboard("3");
  expect(screen.getByRole<HTMLInputElement>("radio", { name: /Not seen/ }).checked).toBe(true);
  await user.click(screen.getByRole("button", { name: "Keep the check" }));

  await waitFor(() => expect(asked(rust, "check_step")).toHaveLength(1));
  expect(asked(rust, "check_step")[0]).toMatchObject({ check: { step: "p1", found: "not-seen", observation: null } });
});

test("a_check_without_a_result_is_not_kept", async () => {
  const rust = await open();
  choose("Wait 3 s");

  await user.keyboard("c");
  await user.click(screen.getByRole("button", { name: "Keep the check" }));

  expect(screen.getByRole("alert").textContent).toContain("Choose what was seen");
  expect(asked(rust, "check_step")).toEqual([]);
});

test("a_proposed_step_is_agreed_on_and_not_checked", async () => {
  const rust = await open();
  choose("Ask why");
  await waitFor(() => expect(asked(rust, "step").at(-1)).toEqual({ id: "p2" }));
  await screen.findByRole("button", { name: /^Agreed/ });

  await user.keyboard("c");
  expect(screen.queryByRole("dialog")).toBeNull();
  await user.keyboard("a");

  await waitFor(() => expect(asked(rust, "agree_on_step")).toEqual([{ id: "p2", place: "p2" }]));
});

test("a_step_is_dropped_with_its_reason_and_what_is_missing_is_said_at_the_field", async () => {
  const rust = await open();
  choose("Wait 3 s");

  await user.keyboard("d");
  await user.click(screen.getByRole("button", { name: "Drop the step" }));
  expect(await screen.findByText("Say in a few words why.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "The unit is over" }));
  await user.click(screen.getByRole("button", { name: "Drop the step" }));

  await waitFor(() => expect(asked(rust, "drop_step").at(-1)).toEqual({ id: "p1", reason: "The unit is over", place: "p1" }));
});

test("a_step_that_is_over_shows_its_state_and_has_no_acts", async () => {
  await open();

  await user.click(screen.getByRole("radio", { name: "Over" }));

  await waitFor(() => expect(screen.getAllByText("Part of practice").length).toBeGreaterThan(0));
  await waitFor(() => expect(screen.queryByRole("button", { name: /^Check/ })).toBeNull());
});

test("while_presenting_no_step_is_on_the_wall", async () => {
  await open();

  presenting.isOn = true;

  await waitFor(() => expect(screen.queryByText("Wait 3 s before calling a name")).toBeNull());
});

test("b_goes_to_what_the_step_is_about_and_a_choice_is_kept_at_once", async () => {
  const rust = await open();
  choose("Wait 3 s");

  await user.keyboard("b");
  expect(document.activeElement).toBe(screen.getByLabelText("What it is about"));
  await user.selectOptions(screen.getByLabelText("What it is about"), "Questioning");

  await waitFor(() => expect(asked(rust, "set_step_category")).toEqual([{ id: "p1", category: "questioning", place: "p1" }]));
});

test("a_step_is_shared_with_supervisors_by_a_key_after_a_preview_and_offered_only_where_rust_offers_it", async () => {
  const rust = await open();
  await screen.findByRole("button", { name: /^Share/ });
  choose("Wait 3 s");

  await user.keyboard("{Control>}{Shift>}S{/Shift}{/Control}");
  await screen.findByRole("region", { name: "Exactly this text goes" });
  expect(screen.getByText(/you agreed to that for steps/)).toBeTruthy();
  expect(asked(rust, "share_with_supervisors")).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Share with my supervisors" }));
  await waitFor(() => expect(asked(rust, "share_with_supervisors")).toEqual([{ id: "p1" }]));

  choose("Ask why");
  await screen.findByText("Ask why", { selector: "textarea, [contenteditable], p, span" });
  await waitFor(() => expect(screen.queryByRole("button", { name: /^Share/ })).toBeNull());
});

test("e_puts_a_student_result_beside_the_step_and_never_says_that_one_came_of_the_other", async () => {
  const rust = await open();
  choose("Wait 3 s");

  await user.keyboard("e");
  expect(screen.getAllByText("That the two stand side by side does not say that one came of the other.").length).toBe(2);
  await user.click(screen.getByRole("button", { name: "Put a student result beside the step" }));
  expect(await screen.findByText("This was measured before the step was proposed.")).toBeTruthy();
  await user.click(screen.getByRole("radio", { name: "The step aims at this" }));
  await user.click(screen.getByRole("button", { name: "Put a student result beside the step" }));

  await waitFor(() => expect(asked(rust, "set_step_result").at(-1)).toEqual({ id: "p1", measure: "m2", beside: "intended", place: "p1" }));
});

test("a_student_result_is_taken_from_the_step_by_its_name", async () => {
  const rust = await open();

  await user.click(screen.getByRole("button", { name: "Remove Students who explain: On the way 17 of 28 from the step" }));

  await waitFor(() => expect(asked(rust, "set_step_result").at(-1)).toEqual({ id: "p1", measure: "m1", beside: null, place: "p1" }));
});

test("r_puts_another_step_in_its_place_and_what_was_refused_keeps_its_words", async () => {
  const rust = await open();
  choose("Wait 3 s");
  await user.keyboard("r");
  const words = within(await screen.findByRole("dialog")).getByRole<HTMLTextAreaElement>("textbox", { name: "What the teacher will do" });
  await user.click(words);
  await user.paste("x".repeat(241));
  await user.click(screen.getByRole("button", { name: "Replace the step" }));
  await screen.findByText("A step has at most 240 characters.");
  expect(words.value).toHaveLength(241);

  await user.clear(words);
  await user.type(words, "Plan four names");
  await user.click(screen.getByRole("button", { name: "Replace the step" }));

  await waitFor(() => expect(toasts.all.at(-1)?.message).toBe("Step replaced"));
  expect(asked(rust, "replace_step_with").at(-1)).toEqual({ id: "p1", replacement: { text: "Plan four names", checkDate: "2026-10-13" } });
});
