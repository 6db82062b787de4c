import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { ConsentRow } from "$lib/api/consents";
import { toasts } from "$lib/toasts.svelte";
import ConsentDialog from "./ConsentDialog.svelte";

const given: ConsentRow = { document: "d1", kind: "debrief", about: "Tue 3 Nov, 8:07", reader: { id: "r1", name: "Ruth Alvarez" }, since: "Thu 19 Nov, 14:03" };

function rust(rows: ConsentRow[]) {
  return fakeRust({ consents: () => rows, consent_to: () => ({ given: rows, people: [{ id: "e1", name: "Eli Novak" }] }), say_consent: () => null });
}
const said = (record: ReturnType<typeof rust>) => record.asked.filter((one) => one.command === "say_consent").map(({ args }) => args);

afterEach(() => toasts.clear());

test("a_teacher_chooses_one_person_and_nothing_is_said_before_consent", async () => {
  const record = rust([]);
  render(ConsentDialog, { id: "d1", close: () => undefined });

  await userEvent.selectOptions(await screen.findByRole("combobox", { name: "Person" }), "Eli Novak");
  expect(said(record)).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Consent" }));

  await waitFor(() => expect(said(record)).toEqual([{ id: "d1", person: "e1", isGiven: true }]));
});

test("the_list_names_every_record_and_person_and_withdraws_one", async () => {
  const record = rust([given]);
  render(ConsentDialog, { close: () => undefined });

  expect(await screen.findByText("Debrief: Tue 3 Nov, 8:07")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Withdraw the consent to show it to Ruth Alvarez" }));

  await waitFor(() => expect(said(record)).toEqual([{ id: "d1", person: "r1", isGiven: false }]));
});

test("whoever_consented_for_everybody_is_not_sent_to_connect", async () => {
  fakeRust({ consent_to: () => ({ given: [given], people: [] }), say_consent: () => null });
  render(ConsentDialog, { id: "d1", close: () => undefined });

  expect(await screen.findByText("You consented for everybody whom your computer knows.")).toBeTruthy();
  expect(screen.queryByText(/Connect once/)).toBeNull();
});

test("a_list_with_nothing_in_it_says_so", async () => {
  rust([]);
  render(ConsentDialog, { close: () => undefined });
  expect(await screen.findByText("You consented to show nothing to anybody.")).toBeTruthy();
});
