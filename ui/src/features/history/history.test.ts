import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { HistoryView } from "$lib/api/history";
import { toasts } from "$lib/toasts.svelte";
import HistoryDialog from "./HistoryDialog.svelte";

const user = userEvent.setup();
const version = (id: string, words: string, isMine: boolean) => ({ id, words, who: isMine ? "You, on this computer" : "Somebody else", writer: isMine ? ("here" as const) : ("somebody" as const), when: `at ${id}` });
const view: HistoryView = {
  row: { id: "l1", title: "Line in the observation of Amir Haddad", short: "Line", observation: "o1", person: null, date: null },
  fields: [{ number: 5, name: "Speaker" }, { number: 6, name: "Words" }],
  field: 6,
  older: 0,
  versions: [
    { version: version("2-1", "They explain", false), pieces: [{ kind: "same", text: "They " }, { kind: "gone", text: "point" }, { kind: "new", text: "explain" }], isShown: true, canRestore: false, isReceived: false },
    { version: version("1-1", "They point", true), pieces: [{ kind: "new", text: "They point" }], isShown: false, canRestore: true, isReceived: true },
  ],
};
let rust: ReturnType<typeof fakeRust>;

beforeEach(() => {
  toasts.clear();
  rust = fakeRust({ history: ({ field }) => ({ ...view, field: field ?? 6 }), restore_version: () => "o1", undo: () => ({ label: "Bring back an earlier version" }) });
});

test("history_shows_who_wrote_what_when_and_what_was_different", async () => {
  render(HistoryDialog, { row: "l1", close: () => undefined });

  const [newest, first] = await screen.findAllByRole("listitem");
  expect(newest?.textContent).toMatch(/Somebody else, at 2-1.*not received yet/s);
  expect(newest?.querySelector("del")?.textContent).toContain("point");
  expect(newest?.querySelector("ins")?.textContent).toContain("explain");
  expect(newest?.textContent).toContain("Shown now");
  expect(first?.textContent).toContain("received by the service");
});

test("an_earlier_version_is_restored_by_key_and_taken_back_in_its_document", async () => {
  const close = vi.fn();
  const changed = vi.fn();
  render(HistoryDialog, { row: "l1", close, changed });

  (await screen.findByRole("button", { name: "Restore the version of at 1-1" })).focus();
  await user.keyboard("{Enter}");

  await vi.waitFor(() => expect(close).toHaveBeenCalled());
  expect(rust.asked).toContainEqual({ command: "restore_version", args: { row: "l1", field: 6, version: "1-1" } });
  expect(changed).toHaveBeenCalledTimes(1);
  toasts.all[0]?.action?.run();
  await vi.waitFor(() => expect(rust.asked).toContainEqual({ command: "undo", args: { document: "o1" } }));
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
});

test("another_field_of_the_row_has_a_history_of_its_own", async () => {
  render(HistoryDialog, { row: "l1", close: () => undefined });

  await user.selectOptions(await screen.findByLabelText("Field"), "Speaker");

  await vi.waitFor(() => expect(rust.asked).toContainEqual({ command: "history", args: { row: "l1", field: 5 } }));
});

test("of_what_somebody_else_wrote_nothing_is_offered_to_be_brought_back", async () => {
  render(HistoryDialog, { row: "l1", close: () => undefined, isReadOnly: true });

  expect(await screen.findAllByRole("listitem")).toHaveLength(2);
  expect(screen.queryByRole("button", { name: /^Restore/ })).toBeNull();
});
