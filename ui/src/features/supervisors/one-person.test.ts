import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { ConsentedReader, ConsentedView, SupervisorsView } from "$lib/api/sharing";
import { toasts } from "$lib/toasts.svelte";
import OnePersonDialog from "./OnePersonDialog.svelte";
import ShareWith from "./ShareWith.svelte";

const reader = (changes: Partial<ConsentedReader> = {}): ConsentedReader => ({
  person: { id: "r1", name: "Ruth Alvarez" }, isConsented: true, isOffered: true, state: null, barrier: null, seen: null, ...changes,
});
const standing = (people: ConsentedReader[]): ConsentedView => ({
  teacher: { id: "t1", name: "Amir Haddad" }, barrier: null, people, goes: people.length === 0 ? [] : [{ label: "What went well", text: "Students said the rule" }],
});
const supervisors: SupervisorsView = {
  teacher: { id: "t1", name: "Amir Haddad" }, supervisors: [], isOffered: false, barrier: "notAgreed", share: null, goes: [],
};

function rust(people: ConsentedReader[]) {
  const view = standing(people);
  return fakeRust({ consented_sharing: () => view, show_to_person: () => view, stop_showing: () => view, supervisor_sharing: () => supervisors });
}
const asked = (record: ReturnType<typeof rust>, command: string) => record.asked.filter((one) => one.command === command).map(({ args }) => args);
const dialog = () => render(OnePersonDialog, { id: "d1", kind: "debrief", close: () => undefined, to: () => undefined });

afterEach(() => toasts.clear());

test("it_shows_exactly_what_goes_and_sends_it_only_by_the_button_with_the_person_s_name", async () => {
  const record = rust([reader()]);
  dialog();

  await screen.findByText("Students said the rule");
  expect(screen.getByText(/do not go with it/)).toBeTruthy();
  expect(asked(record, "show_to_person")).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Show to Ruth Alvarez" }));

  await waitFor(() => expect(asked(record, "show_to_person")).toEqual([{ id: "d1", person: "r1" }]));
});

test("without_the_teacher_s_word_nobody_is_offered_and_it_says_whom_to_ask", async () => {
  rust([]);
  dialog();

  expect(await screen.findByText(/Amir Haddad did not consent to show this to anybody/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Show to/ })).toBeNull();
});

test("a_withdrawn_consent_is_said_and_what_is_shown_can_be_stopped", async () => {
  const record = rust([reader({ isConsented: false, isOffered: false, state: "withheld", barrier: "noConsent" })]);
  dialog();

  expect(await screen.findByText(/consent withdrawn; held back by the service/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Show to Ruth Alvarez" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Stop showing to Ruth Alvarez" }));
  await waitFor(() => expect(asked(record, "stop_showing")).toEqual([{ id: "d1", person: "r1" }]));
});

test("one_person_stands_beside_the_teacher_and_supervisors_only_where_the_agreement_lists_it", async () => {
  rust([]);
  const chosen: string[] = [];
  render(ShareWith, { id: "d1", teacher: "Amir Haddad", value: "teacher", onchoose: (whom) => chosen.push(whom) });

  await userEvent.click(await screen.findByRole("radio", { name: "One person" }));
  expect(chosen).toEqual(["person"]);
  expect(screen.queryByRole("radio", { name: "My supervisors" })).toBeNull();
});
