import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { SharedName, SharingView } from "$lib/api/sharing";
import { toasts } from "$lib/toasts.svelte";
import type { Recorded } from "$lib/api/kinds";
import ShareDialog from "./ShareDialog.svelte";
import SharePreview from "./SharePreview.svelte";
import SharedBanner from "./SharedBanner.svelte";

const standing = (changes: Partial<SharingView> = {}): SharingView => ({
  teacher: { id: "t1", name: "Amir Haddad" }, offers: ["teacher", "facts"], barrier: null, shares: [], from: null, isOfCoach: false, ...changes,
});
const preview = { day: "Monday 5 October", times: "8:07 – 8:50", focus: "wait time", lines: [{ time: "8:08:00", speaker: "T", text: "What do you notice?", tags: "A−B" }], levels: [], lookFors: ["Asks for reasons"], rubrics: [], wonderings: 2, words: [{ label: "Note", text: "Pairs talked on their own" }], recorded: { kind: "other" } as Recorded };
const facts = { ...preview, focus: null, lines: [], words: [] };

let found: SharedName[] = [];

function rust(view = standing()) {
  return fakeRust({
    observation_sharing: () => view,
    preview_share: (args) => (args.audience === "facts" ? facts : preview),
    share_observation: () => view,
    stop_sharing: () => view,
    shared_names: () => found,
    replace_shared_names: () => ((found = []), null),
    undo: () => ({ label: "Share an observation" }),
  });
}

const asked = (lesson: ReturnType<typeof rust>, command: string) => lesson.asked.filter((one) => one.command === command).map(({ args }) => args);

afterEach(() => {
  toasts.clear();
  found = [];
});

test("the_dialog_says_who_reads_exactly_what_goes_and_what_cannot_be_undone_before_anything_is_sent", async () => {
  const lesson = rust();
  render(ShareDialog, { id: "o1", close: () => undefined });

  await screen.findByText("What do you notice?");
  expect(screen.getByText(/Amir Haddad will be able to read it/)).toBeTruthy();
  expect(screen.getByText(/2 private wonderings stay on this computer/)).toBeTruthy();
  expect(screen.getByText(/cannot be unseen/)).toBeTruthy();
  expect(asked(lesson, "share_observation")).toEqual([]);
});

test("of_the_other_kinds_the_note_and_every_result_is_shown_before_it_goes_and_no_number_without_data", () => {
  const shown = (recorded: Recorded) => {
    const { container, unmount } = render(SharePreview, { view: { ...preview, lines: [], recorded }, isFacts: false });
    const said = container.textContent.replaceAll(/\s+/g, " ");
    unmount();
    expect(said).toContain("Note: Pairs talked on their own");
    expect(said).not.toContain("There are no lines");
    return said;
  };
  const share = { letter: "T", label: "Teacher talks", marks: 1, answered: 3, percent: "33.3", between: ["6.1", "79.2"] as [string, string] };
  const coded = { method: "momentary", seconds: 60, planned: 20, held: 4, answered: 3, missed: 1, marks: [{ number: 1, letters: "T" }] } as const;
  const item = { lookFor: "l1", letter: "A", text: "Students give reasons" };

  expect(shown({ kind: "interval", ...coded, marks: [...coded.marks], shares: [share] })).toMatch(/Teacher talks ?1 of 3 ?33\.3 %.*Interval 1: T/);
  const talk = { letter: "S", label: "Students talk", lastedMs: 200_000, percent: "16.7", isRunning: false };
  expect(shown({ kind: "talk_timer", totals: [talk], overlap: null, stretches: [] })).toContain("Students talk: 3:20 · 16.7 %");
  expect(shown({ kind: "tally", totals: [{ letter: "Q", label: "Questions", count: 5, rate: "2.5", bySeat: [3, 0, 0, 0, 2] }], bySeat: [3, 0, 0, 0, 2], count: 5 }))
    .toContain("Questions: 5 events · 2.5 in 10 min · Front left 3");
  const sweep = { id: "s1", time: "9:12:20", seen: 24, onTask: 19, percent: "79.2" };
  expect(shown({ kind: "scan", sweeps: [sweep], seen: 24, onTask: 19, percent: "79.2" })).toMatch(/79\.2 %: 19 of 24 in 1 sweep.*9:12:20 · 19 of 24/);
  expect(shown({ kind: "walkthrough", items: [{ ...item, value: "partial" }], seen: 0, applicable: 1, open: 0, percent: "0.0" })).toContain("Students give reasons: Partly");

  const nothing = shown({ kind: "walkthrough", items: [{ ...item, value: null }], seen: 0, applicable: 0, open: 1, percent: null })
    + shown({ kind: "scan", sweeps: [], seen: 0, onTask: 0, percent: null });
  expect(nothing).toContain("No data");
  expect(nothing).not.toMatch(/\d %/);
});

test.each([["calibration", /compares two observers/], ["learningWalk", /about no teacher/]] as const)("%s_is_shared_with_nobody_and_it_says_why", async (barrier, why) => {
  rust(standing({ offers: [], barrier }));
  render(ShareDialog, { id: "o1", close: () => undefined });

  expect(await screen.findByText(why)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Share/ })).toBeNull();
});

test("a_name_is_offered_a_role_before_it_goes_and_nothing_is_changed_until_it_is_chosen", async () => {
  found = [{ row: "l1", entity: 15, field: 6, isFixed: false, name: "Ben Ito", sentence: "Ben Ito asked the same.", at: 0, role: "the teacher", initials: "B. I.", number: null, isPerhaps: false }];
  const lesson = rust();
  render(ShareDialog, { id: "o1", close: () => undefined });
  await screen.findByText("Ben Ito");
  expect(asked(lesson, "replace_shared_names")).toEqual([]);

  await userEvent.click(screen.getByRole("button", { name: /Write “B\. I\.”/ }));

  await waitFor(() => expect(screen.queryByText("Ben Ito")).toBeNull());
  const replace = { row: "l1", entity: 15, field: 6, at: 0, name: "Ben Ito", instead: "B. I." };
  expect(asked(lesson, "replace_shared_names")).toEqual([{ id: "o1", replace: [replace] }]);
  expect(asked(lesson, "share_observation")).toEqual([]);
});

test("it_offers_only_what_rust_offers_and_shares_what_was_chosen", async () => {
  const lesson = rust();
  let isClosed = false;
  render(ShareDialog, { id: "o1", close: () => (isClosed = true) });
  await screen.findByText("What do you notice?");
  expect(screen.queryByRole("radio", { name: "My supervisors" })).toBeNull();

  await userEvent.click(screen.getByRole("radio", { name: "Only that it took place" }));
  await waitFor(() => expect(screen.queryByText("What do you notice?")).toBeNull());
  await userEvent.click(await screen.findByRole("button", { name: "Share these facts" }));

  await waitFor(() => expect(isClosed).toBe(true));
  expect(asked(lesson, "share_observation")).toEqual([{ id: "o1", audience: "facts" }]);
});

test("where_it_cannot_be_shared_it_says_why_and_has_no_button", async () => {
  rust(standing({ offers: [], barrier: "alone" }));
  render(ShareDialog, { id: "o1", close: () => undefined });

  expect(await screen.findByText(/This profile works alone/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Share/ })).toBeNull();
});

test("a_share_that_is_held_back_says_why_and_each_share_can_be_stopped", async () => {
  const lesson = rust(standing({
    offers: [],
    shares: [{ with: "teacher", since: "Tue 3 Nov, 14:02", state: "withheld", barrier: "notInPair", seen: [] }],
  }));
  render(ShareDialog, { id: "o1", close: () => undefined });

  expect(await screen.findByText(/does not know that the two of you work together/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Stop sharing with Amir Haddad" }));
  expect(asked(lesson, "stop_sharing")).toEqual([{ id: "o1", audience: "teacher" }]);
});

test("an_observation_of_a_coach_is_shared_after_its_names_are_known_and_a_role_stands_in_place_of_one", async () => {
  let found = [{ row: "l1", entity: 15, field: 6, isFixed: false, name: "Amir", sentence: "Amir waits.", at: 0, role: "the teacher", initials: "A.", number: null, isPerhaps: false }];
  const lesson = fakeRust({
    observation_sharing: () => standing({ teacher: { id: "c1", name: "Dana Whitfield" }, offers: ["teacher"], isOfCoach: true }),
    preview_share: () => preview,
    share_observation: () => standing(),
    shared_names: () => found,
    replace_shared_names: () => void (found = []),
  });
  let readAgain = 0;
  render(ShareDialog, { id: "o1", close: () => undefined, changed: () => Promise.resolve(void readAgain++) });

  await userEvent.click(await screen.findByRole("button", { name: /the teacher/ }));
  expect(await screen.findByText(/No name that this computer knows/)).toBeTruthy();
  await waitFor(() => expect(readAgain).toBe(1));
  await userEvent.click(screen.getByRole("button", { name: "Share with Dana Whitfield" }));

  expect(asked(lesson, "replace_shared_names")).toEqual([{ id: "o1", replace: [{ row: "l1", entity: 15, field: 6, at: 0, name: "Amir", instead: "the teacher" }] }]);
  expect(asked(lesson, "share_observation")).toEqual([{ id: "o1", audience: "teacher" }]);
});

test("under_the_head_it_says_since_when_and_whose_computer_has_it_and_whose_it_is", () => {
  const share = { with: "teacher", since: "Tue 3 Nov, 14:02", state: "open", barrier: null, seen: [{ name: "Amir Haddad", at: "Wed 4 Nov, 7:48" }] } as const;
  const { unmount } = render(SharedBanner, { view: standing({ shares: [{ ...share, seen: [...share.seen] }] }), open: () => undefined });
  expect(screen.getByText(/since Tue 3 Nov, 14:02 · on Amir Haddad’s computer since Wed 4 Nov, 7:48/)).toBeTruthy();
  unmount();

  render(SharedBanner, { view: standing({ from: { author: "Dana Whitfield", since: "Tue 3 Nov, 14:02" } }), open: () => undefined });
  expect(screen.getByText(/Dana Whitfield shared this with you on Tue 3 Nov, 14:02/)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});
