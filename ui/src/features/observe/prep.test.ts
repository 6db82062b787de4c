import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { check, detail, prepared, row } from "$features/steps/fake-step";
import type { PrepView } from "$lib/api/steps";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { toasts } from "$lib/toasts.svelte";
import { entry, fakeLesson, settled } from "./fake-lesson";
import Observation from "./Observation.svelte";

const entries = [entry("e1", "What do you notice?"), entry("e2", "Who can say more?"), entry("e3", "Thank you")];
const press = (chords: string) => userEvent.keyboard(chords);
let id = 0;

// What is read behind the screen is read once here, so that no test waits for it.
beforeAll(() => import("./PrepTools.svelte"), 60_000);
beforeEach(() => {
  window.addEventListener("keydown", keys.dispatch);
  presenting.isOn = false;
  toasts.clear();
  id++;
});
afterEach(async () => {
  window.removeEventListener("keydown", keys.dispatch);
  await settled();
});

/** A lesson that is over, with the focus on its first line. */
async function open(view: PrepView = prepared(), isOpen = false) {
  const state = { view };
  const lesson = fakeLesson({ id: `o${id}`, entries, isOpen, ended: isOpen ? null : "8:50" }, {
    prep: () => state.view,
    propose_step: () => ((state.view = prepared({ next: detail({ row: row({ id: "p2", text: "" }) }) })), "p2"),
    prepare_debrief: () => ((state.view = { ...state.view, praise: { ...state.view.praise, debrief: "d1" } }), "d1"),
    praise_line: () => null,
    check_step: () => "c1",
    set_check_line: () => null,
    set_step_check_date: () => null,
    check_day: ({ day }: { day: string }) => day === "2026-10-08" ? { problem: null, offer: null, warning: null } : { problem: "Fri 9 Oct is a PD day.", offer: { date: "2026-10-08", words: "Thu 8 Oct" }, warning: null },
    typed_words: () => ({ number: 0, text: null }),
    save_typed: () => ({ written: true, saved: "8:51:00" }),
    keep_typed: ({ words }: { words: { text: string } }) => {
      if (words.text.length > 240) throw { code: "invalid", message: "This is too long.", field: "text" };
      return null;
    },
  });
  render(Observation, { id: `o${id}` });
  if (!isOpen) await screen.findByText("Last step");
  await waitFor(() => expect(document.activeElement).not.toBe(document.body));
  return lesson;
}

const asked = (lesson: Awaited<ReturnType<typeof open>>, command: string) => lesson.asked.filter((one) => one.command === command).map(({ args }) => args);

test("lines_that_are_marked_first_are_the_evidence_of_the_result_that_is_chosen_then", async () => {
  const lesson = await open();

  await press("xjx");
  await screen.findByText(/2 lines marked/);
  await press("r");
  await press("2");

  await waitFor(() => expect(asked(lesson, "check_step")).toHaveLength(1));
  expect(asked(lesson, "check_step")[0]).toEqual({ check: { step: "p1", observation: `o${id}`, found: "partly", date: null, lines: ["e1", "e2"], note: "" } });
});

test("p_praises_a_line_in_the_debrief_which_it_prepares_and_y_goes_to_the_words_of_praise", async () => {
  const lesson = await open();

  await press("jp");
  await waitFor(() => expect(asked(lesson, "praise_line")).toEqual([{ id: "d1", line: "e2", isPraised: true }]));
  expect(asked(lesson, "prepare_debrief")).toEqual([{ observation: `o${id}` }]);

  await press("y");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Praise, for the debrief")));
});

test("a_line_that_is_marked_twice_is_no_evidence", async () => {
  const lesson = await open();

  await press("xx");
  await press("r");
  await press("4");

  await waitFor(() => expect(asked(lesson, "check_step")).toHaveLength(1));
  expect(asked(lesson, "check_step")[0]).toMatchObject({ check: { found: "not-observed", lines: [] } });
});

test("after_a_check_a_line_is_taken_as_its_evidence_at_once", async () => {
  const lesson = await open(prepared({ check: check() }));

  await press("jx");

  await waitFor(() => expect(asked(lesson, "set_check_line")).toEqual([{ id: "p1", check: "c1", line: "e2", isEvidence: true, place: `o${id}` }]));
});

test("w_begins_the_one_step_with_its_marked_lines_and_goes_to_its_words_and_escape_back_to_the_lines", async () => {
  const lesson = await open();

  await press("n");
  await press("w");

  await waitFor(() => expect(document.activeElement?.tagName).toBe("TEXTAREA"));
  expect(asked(lesson, "propose_step")[0]).toMatchObject({ step: { observation: `o${id}`, text: "", lines: ["e1"], checkDate: null } });
  await press("{Escape}");
  expect((document.activeElement as HTMLElement).dataset.id).toBe("e1");
});

test("what_is_typed_before_the_field_of_the_step_is_ready_stands_in_it", async () => {
  await open();

  await press("wAsk ");

  await waitFor(() => expect(document.activeElement).toHaveProperty("value", "Ask "));
});

test("a_check_on_a_day_without_school_is_said_at_the_field_and_the_nearest_day_is_one_press_away", async () => {
  const lesson = await open(prepared({ next: detail({ row: row({ id: "p2", checkDate: "2026-10-13" }) }) }));
  const field = await screen.findByLabelText<HTMLInputElement>("Check on");
  expect(screen.getByText(/5 school days; Fri 9 Oct is a PD day/)).toBeTruthy();

  await userEvent.clear(field);
  await userEvent.type(field, "2026-10-09");
  await press("{Tab}");
  await screen.findByText("Fri 9 Oct is a PD day.");
  expect(asked(lesson, "set_step_check_date")).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Take Thu 8 Oct" }));

  await waitFor(() => expect(asked(lesson, "set_step_check_date")).toEqual([{ id: "p2", day: "2026-10-08", place: "p2" }]));
});

test("words_of_a_step_that_are_too_long_stay_in_the_field_and_are_no_problem_when_they_fit_again", async () => {
  await open(prepared({ next: detail({ row: row({ id: "p2", text: "x".repeat(240) }) }) }));
  const field = await screen.findByLabelText<HTMLTextAreaElement>("What the teacher will do");
  await waitFor(() => expect(field.readOnly).toBe(false));

  await userEvent.type(field, "y");
  await userEvent.tab();
  await screen.findByText("This is too long.");
  expect(field.value).toHaveLength(241);
  await userEvent.type(field, "{Backspace}");
  await userEvent.tab();

  await waitFor(() => expect(screen.queryByText("This is too long.")).toBeNull());
});

test("while_the_lesson_lasts_the_keys_of_the_prep_do_nothing", async () => {
  const lesson = await open(prepared(), true);

  await press("{Alt>}l{/Alt}");
  await press("xn");

  expect(asked(lesson, "check_step")).toEqual([]);
  expect(screen.queryByText(/marked/)).toBeNull();
});
