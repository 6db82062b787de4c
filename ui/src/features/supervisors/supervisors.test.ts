import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { SupervisorsView } from "$lib/api/sharing";
import { toasts } from "$lib/toasts.svelte";
import ShareWith from "./ShareWith.svelte";
import SupervisorsDialog from "./SupervisorsDialog.svelte";

const standing = (changes: Partial<SupervisorsView> = {}): SupervisorsView => ({
  teacher: { id: "t1", name: "Amir Haddad" }, supervisors: [{ id: "s1", name: "Ruth Alvarez" }], isOffered: true, barrier: null, share: null,
  goes: [{ label: "What went well", text: "Students said the rule" }], ...changes,
});

function rust(view = standing()) {
  return fakeRust({ supervisor_sharing: () => view, share_with_supervisors: () => view, stop_sharing_with_supervisors: () => view, shared_names: () => [] });
}

const asked = (lesson: ReturnType<typeof rust>, command: string) => lesson.asked.filter((one) => one.command === command).map(({ args }) => args);

afterEach(() => toasts.clear());

test("it_says_who_will_read_exactly_what_and_what_stays_and_sends_nothing_before_the_button", async () => {
  const record = rust();
  let isClosed = false;
  render(SupervisorsDialog, { id: "d1", kind: "debrief", close: () => (isClosed = true) });

  await screen.findByText("Students said the rule");
  expect(screen.getByRole("heading", { name: "Share this debrief" }), "what is shared, not the name of the button").toBeTruthy();
  expect(screen.getByText(/Ruth Alvarez will be able to read it: Amir Haddad and you agreed to that for debriefs/)).toBeTruthy();
  expect(screen.getByText(/do not go with it/)).toBeTruthy();
  expect(screen.getByText(/cannot be unseen/)).toBeTruthy();
  expect(asked(record, "share_with_supervisors")).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Share with my supervisors" }));

  await waitFor(() => expect(isClosed).toBe(true));
  expect(asked(record, "share_with_supervisors")).toEqual([{ id: "d1" }]);
});

test("what_is_shared_is_said_and_can_be_stopped", async () => {
  const share = { with: "supervisors", since: "Tue 3 Nov, 14:02", state: "open", barrier: null, seen: [] } as const;
  const record = rust(standing({ isOffered: false, share: { ...share, seen: [] } }));
  render(SupervisorsDialog, { id: "c1", kind: "cycle", close: () => undefined });

  expect(await screen.findByText(/since Tue 3 Nov, 14:02/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Share with my supervisors" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Stop sharing with my supervisors" }));
  await waitFor(() => expect(asked(record, "stop_sharing_with_supervisors")).toEqual([{ id: "c1" }]));
});

test("without_an_agreement_that_lists_it_there_is_no_choice_and_no_button", async () => {
  rust(standing({ isOffered: false, barrier: "notAgreed" }));
  const { unmount } = render(SupervisorsDialog, { id: "s1", kind: "step", close: () => undefined });
  expect(await screen.findByText(/does not list this kind of record/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Share/ })).toBeNull();
  unmount();

  const quiet = rust(standing({ isOffered: false, barrier: "notAgreed" }));
  render(ShareWith, { id: "s1", teacher: "Amir Haddad", value: "teacher", onchoose: () => undefined });
  await waitFor(() => expect(asked(quiet, "supervisor_sharing")).toHaveLength(1));
  expect(screen.queryByRole("radio")).toBeNull();
});
