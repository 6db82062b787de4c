import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import Students from "$features/settings/Students.svelte";
import type { SharedName } from "$lib/api/sharing";
import type { TextName } from "$lib/api/names";
import { keys } from "$lib/keys/keys.svelte";
import { toasts } from "$lib/toasts.svelte";
import RecordNames from "./RecordNames.svelte";
import TextNames from "./TextNames.svelte";

const name = (changes: Partial<SharedName> = {}): SharedName => ({
  row: "l1", entity: 15, field: 6, isFixed: false, name: "Jaylen", sentence: "T asks Jaylen.", at: 7, role: "a student", initials: "J.", number: "S1", isPerhaps: false, ...changes,
});

function rust(...answers: SharedName[][]) {
  let turn = 0;
  return fakeRust({
    shared_names: () => answers[Math.min(turn, answers.length - 1)],
    replace_shared_names: () => (turn++, null),
    mark_no_name: () => (turn++, null),
    undo: () => ((turn = 0), { label: "Write other words in a name's place" }),
  });
}

const asked = (lesson: ReturnType<typeof rust>, command: string) => lesson.asked.filter((one) => one.command === command).map(({ args }) => args);

beforeEach(() => window.addEventListener("keydown", keys.dispatch));
afterEach(() => {
  window.removeEventListener("keydown", keys.dispatch);
  toasts.clear();
});

test("one_key_writes_a_number_everywhere_and_one_takes_it_back", async () => {
  const record = rust([name(), name({ row: "l2", at: 0 }), name({ row: "l3", name: "Ana", number: "S2" })], []);
  let changed = 0;
  render(RecordNames, { id: "d1", changed: () => changed++ });
  const first = (await screen.findAllByRole("button", { name: /Write “a student”/ }))[0]!;

  first.focus();
  await userEvent.keyboard("s");

  expect(await screen.findByText(/“S1” stands there now/)).toBeTruthy();
  const replace = [{ row: "l1", at: 7 }, { row: "l2", at: 0 }].map((one) => ({ ...one, entity: 15, field: 6, name: "Jaylen", instead: "S1" }));
  expect(asked(record, "replace_shared_names")).toEqual([{ id: "d1", replace }]);
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/Undo/));
  await userEvent.keyboard("u");
  expect(await screen.findAllByText("Jaylen")).toHaveLength(2);
  expect(asked(record, "undo")).toEqual([{ document: "d1" }]);
  expect(changed).toBe(2);
});

test("what_only_looks_like_a_name_is_said_to_be_none_by_one_key_and_what_stands_for_good_has_no_button", async () => {
  const record = rust([name({ name: "Rembrandt", isPerhaps: true }), name({ name: "Ana", isFixed: true })], []);
  render(RecordNames, { id: "o1" });

  const none = await screen.findByRole("button", { name: /No name/ });
  expect(screen.getByText(/Perhaps a name/)).toBeTruthy();
  expect(screen.getByText(/stands as it is/)).toBeTruthy();
  expect(screen.getAllByRole("button", { name: /a student/ })).toHaveLength(1);
  none.focus();
  await userEvent.keyboard("n");

  await waitFor(() => expect(asked(record, "mark_no_name")).toEqual([{ name: "Rembrandt", isNoName: true }]));
  expect(await screen.findByText(/No name that this computer knows/)).toBeTruthy();
});

test("a_search_that_fails_is_said_and_does_not_stand_in_the_way", async () => {
  fakeRust({
    shared_names: () => {
      throw { code: "internal", message: "The names could not be looked for." };
    },
  });
  render(RecordNames, { id: "o1" });
  expect(await screen.findByText(/could not be looked for/)).toBeTruthy();
});

test("in_a_form_other_words_go_into_the_field_and_back", async () => {
  const found: TextName[] = [{ ...name({ name: "Ana", at: 4 }), text: 1 }];
  fakeRust({ names_in_texts: () => found });
  const texts = ["first", "Ask Ana 👩"];
  const { rerender } = render(TextNames, { texts, write: (at: number, words: string) => (texts[at] = words) });

  await userEvent.click(await screen.findByRole("button", { name: /Write “a student”/ }, { timeout: 3000 }));
  await waitFor(() => expect(texts).toEqual(["first", "Ask a student 👩"]));
  await rerender({ texts: [...texts] });
  await userEvent.click(screen.getByRole("button", { name: /Undo/ }));
  await waitFor(() => expect(texts).toEqual(["first", "Ask Ana 👩"]));
});

test("names_of_students_are_pasted_by_the_line_and_removed_and_a_bad_line_is_said_at_the_field", async () => {
  const list = [{ id: "n1", name: "Amira Haddad" }];
  let isBad = true;
  const record = fakeRust({
    student_names: () => list,
    add_student_names: () => {
      if (isBad) throw { code: "invalid", message: "A name has two letters or more.", field: "names" };
      return 2;
    },
    remove_student_name: () => null,
  });
  render(Students);
  const field = await screen.findByRole("textbox", { name: /Names, one a line/ });

  await userEvent.type(field, "7");
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  expect(await screen.findByText(/two letters or more/)).toBeTruthy();
  isBad = false;
  await userEvent.type(field, "{Enter}Luis Rey");
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  await waitFor(() => expect((field as HTMLTextAreaElement).value).toBe(""));
  await userEvent.click(screen.getByRole("button", { name: "Remove Amira Haddad" }));

  expect(record.asked.filter((one) => one.command === "add_student_names").map((one) => one.args)).toEqual([{ names: "7" }, { names: "7\nLuis Rey" }]);
  expect(record.asked.filter((one) => one.command === "remove_student_name").map((one) => one.args)).toEqual([{ id: "n1" }]);
});

/** Every component that calls an act which shares words also shows the names in them. */
test("whatever_shares_words_looks_for_names_first", () => {
  const sources = import.meta.glob<string>("../**/*.svelte", { query: "?raw", import: "default", eager: true });
  const shares = /\b(shareObservation|shareDebrief|shareCoachingCycle|shareWithSupervisors|shareLessonPrep|shareNote|sayOfNote|declineRequest|askCoach|proposeAgreement|printSummary|printObservation|printCoachingCycle)\b\(|\bhandOver\(teacher/;
  const looks = /RecordNames|TextNames|NamesDialog|namesStandIn|noteNames|PdfDialog/;
  const sharing = Object.entries(sources).filter(([, source]) => shares.test(source));
  expect(sharing.length).toBeGreaterThan(8);
  expect(sharing.filter(([, source]) => !looks.test(source)).map(([path]) => path)).toEqual([]);
});
