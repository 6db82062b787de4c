import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { AttentionView, ConflictView, ExchangeState, RowView, WaitingView, Writer } from "$lib/api/exchange";
import { router } from "$lib/router/router.svelte";
import { text } from "$lib/text/en";
import { toasts } from "$lib/toasts.svelte";
import { keepWords } from "./choices";
import SyncCentre from "./SyncCentre.svelte";

const user = userEvent.setup();
const calm: ExchangeState = { now: "resting", service: "https://example.org", waiting: 0, attention: 0, received: "16:02", others: null };
const row = (id: string, rest: Partial<RowView> = {}): RowView => ({ id, title: `Line ${id}`, short: `${id}, 9:14`, observation: "o1", person: null, date: null, ...rest });
const version = (id: string, words: string, writer: Writer) => ({
  version: { id, words, who: writer === "here" ? "You, on this computer" : "Somebody else", writer, when: "9:20" },
  pieces: [{ kind: "same" as const, text: "From " }, { kind: "gone" as const, text: "elsewhere" }, { kind: "new" as const, text: words }],
});
const values = (id: string): ConflictView => ({ row: row(id), field: 5, what: "Speaker", met: { kind: "values", versions: [version("1-2", "here", "here"), version("9-4", "there", "somebody")] } });
const passages: ConflictView = {
  row: row("text"), field: 6, what: "Words",
  met: {
    kind: "passages",
    passages: ["one", "two"].map((words) => ({
      kept: { who: "You, on this computer", writer: "here" as const, when: "9:20", pieces: [{ kind: "new" as const, text: `${words} kept` }] },
      other: { who: null, writer: "somebody" as const, when: null, pieces: [{ kind: "new" as const, text: `${words} aside` }] },
    })),
  },
};
const nothing: WaitingView = { documents: [], changes: 0, listed: 0 };
const ready = { observations: 1, visits: 0, steps: 2, contentCycles: 1, lookForSets: 1, people: 40, waiting: 0, received: "16:02" };

let state: ExchangeState;
let met: AttentionView;
let waits: WaitingView;
let rust: ReturnType<typeof fakeRust>;

beforeEach(() => {
  state = calm;
  met = { conflicts: [], total: 0 };
  waits = nothing;
  rust = fakeRust({
    exchange_state: () => state,
    exchange_now: () => null,
    attention: () => met,
    custody: () => [],
    waiting: () => waits,
    receipts: () => ({ receipts: [{ when: "16:02", changes: 41, hash: "0f".repeat(16), place: "812" }], hasMore: false }),
    find_receipt: ({ hash }) => (hash === "aa" ? null : { when: "9:00", changes: 2, hash: String(hash), place: "3" }),
    ready_for_offline: () => ready,
    test_connection: () => [{ step: "service", result: "signIn", found: "" }],
    authorities: () => [],
    choose_between: () => ((met = { conflicts: met.conflicts.slice(1), total: met.total - 1 }), null),
    history: ({ field }) => ({
      row: row("a"), fields: [{ number: 5, name: "Speaker" }], field, older: 0,
      versions: ["9-4", "1-2"].map((id, at) => ({ ...version(id, id, "here"), isShown: at === 0, canRestore: at > 0, isReceived: true })),
    }),
    undo: () => ({ label: "Choose between two changes" }),
  });
  toasts.clear();
  router.reset();
  router.go("sync");
});
afterEach(() => router.reset());

const chosen = () => rust.asked.filter(({ command }) => command === "choose_between").map(({ args }) => args);

test("without_anything_to_do_the_sync_centre_says_so_in_sentences", async () => {
  render(SyncCentre);

  expect(await screen.findByText("Nothing needs your attention.")).toBeTruthy();
  expect(await screen.findByText("Nothing waits. Everything you wrote here is with the service since 16:02.")).toBeTruthy();
  expect(await screen.findByText("Nothing of yours is still on its way.")).toBeTruthy();
  expect(screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent?.trim())).toEqual([
    "Needs attention", "The service", "Waiting to send", "Ready for offline", "Received by the service",
    "Without a network", "Your computers", "Connection",
  ]);
});

test("a_network_that_asks_for_a_sign_in_is_named_and_one_key_away_is_the_test_of_the_connection", async () => {
  state = { ...calm, now: "stranger" };
  render(SyncCentre);

  expect(await screen.findByText("Something else answered in the service’s place.")).toBeTruthy();
  screen.getByRole("link", { name: "Test the connection" }).focus();
  await user.keyboard("{Enter}");

  expect(await screen.findByText("A page of this network answered instead")).toBeTruthy();
  expect(document.activeElement?.textContent).toMatch("Test the connection");
});

test.each(["proxy", "certificate", "refused", "busy", "unknown"] as const)("a_failure_is_said_in_words_of_its_own_%s", async (now) => {
  state = { ...calm, now };
  render(SyncCentre);

  expect(await screen.findByText(text.sync.now.failed[now].what)).toBeTruthy();
  expect(screen.getByText((_words, element) => element?.tagName === "P" && element.textContent.startsWith(text.sync.now.failed[now].todo))).toBeTruthy();
});

test("what_is_closed_says_what_happened_what_is_safe_and_what_to_do", async () => {
  state = { ...calm, others: { isClosed: true, until: "Thu 3 Dec" } };
  render(SyncCentre);

  expect(await screen.findByText(/^What others shared is closed, because/)).toBeTruthy();
  expect(screen.getByText(/^Nothing is lost\. What you wrote is all here.*opens the rest again\.$/)).toBeTruthy();
});

test("two_values_stand_side_by_side_with_what_differs_and_theirs_is_kept_by_key", async () => {
  met = { conflicts: [values("a"), values("b")], total: 2 };
  render(SyncCentre);

  const card = (await screen.findByText("Line a")).closest("article")!;
  expect(card.querySelectorAll("ins")).toHaveLength(2);
  expect(card.querySelector("del")).toBeNull();
  within(card).getByRole("button", { name: "Keep theirs" }).focus();
  await user.keyboard("{Enter}");

  expect(chosen()).toEqual([{ row: "a", field: 5, choices: [{ keep: "version", version: "9-4" }] }]);
  expect(await screen.findByText("Line b")).toBeTruthy();
  expect(screen.queryByText("Line a")).toBeNull();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Line b"));
});

test("when_the_last_one_is_settled_the_focus_is_on_the_heading", async () => {
  met = { conflicts: [values("a")], total: 1 };
  render(SyncCentre);

  await user.click(await screen.findByRole("button", { name: "Keep mine" }));

  await vi.waitFor(() => expect(document.activeElement?.textContent).toMatch("Needs attention"));
  expect(chosen()).toEqual([{ row: "a", field: 5, choices: [{ keep: "version", version: "1-2" }] }]);
});

test("a_text_is_sent_when_each_of_its_passages_has_a_choice", async () => {
  met = { conflicts: [passages], total: 1 };
  render(SyncCentre);

  const theirs = await screen.findAllByRole("button", { name: "Keep theirs" });
  await user.click(theirs[0]!);
  expect(theirs[0]!.getAttribute("aria-pressed")).toBe("true");
  expect(chosen()).toEqual([]);
  await user.click(screen.getAllByRole("button", { name: "Keep both" })[1]!);

  expect(chosen()).toEqual([{ row: "text", field: 6, choices: [{ keep: "other" }, { keep: "both" }] }]);
});

test("a_row_that_one_removed_and_another_changed_is_kept_or_removed", async () => {
  met = { conflicts: [{ row: row("a"), field: 0, what: "", met: { kind: "removal", who: "You, on another computer", when: "9:20", changedBy: ["You, on this computer"] } }], total: 1 };
  render(SyncCentre);

  expect(await screen.findByText(/^Removed: You, on another computer, 9:20\./)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Keep it" }));

  expect(chosen()).toEqual([{ row: "a", field: 0, choices: [{ keep: "standing" }] }]);
  expect(toasts.all.map(({ action }) => action)).toEqual([undefined]);
});

test("a_card_opens_the_history_of_its_field_in_which_tab_reaches_each_act", async () => {
  met = { conflicts: [values("a"), values("b")], total: 2 };
  render(SyncCentre);

  await user.click((await screen.findAllByRole("button", { name: "History…" }))[0]!);
  const restore = await screen.findByRole("button", { name: "Restore the version of 9:20" });

  expect(rust.asked).toContainEqual({ command: "history", args: { row: "a", field: 5 } });
  expect(restore.tabIndex).toBe(0);
  expect(screen.getByRole("link", { name: "Line a" }).tabIndex).toBe(0);
});

test("what_is_kept_is_named_by_whose_it_is", () => {
  const named = (own: Writer, other: Writer) => keepWords(own, [other]);

  expect([named("here", "somebody"), named("somebody", "here")]).toEqual(["Keep mine", "Keep theirs"]);
  expect([named("here", "elsewhere"), named("elsewhere", "here")]).toEqual(["Keep this computer’s", "Keep the other computer’s"]);
  expect([named("somebody", "somebody"), named("somebody", "elsewhere")]).toEqual(["Keep this one", "Keep this one"]);
});

test("what_waits_is_listed_by_document_and_opens_there_and_fifty_thousand_changes_are_not_rendered", async () => {
  const items = ["x", "y"].map((id) => ({ row: row(id), verb: "New", when: "9:14" }));
  waits = { documents: [{ row: row("o1", { title: "Observation of Amir Haddad" }), items }], changes: 50_000, listed: 2 };
  render(SyncCentre);

  const list = await screen.findByRole("list", { name: "Waiting to send" });
  expect(within(list).getAllByRole("listitem")).toHaveLength(3);
  expect(screen.getByText("And 49,998 earlier changes, which go in the same order.")).toBeTruthy();
  await user.click(within(list).getByRole("link", { name: "Observation of Amir Haddad" }));
  expect(router.route).toEqual({ name: "observation", params: { id: "o1" } });
});

test("a_receipt_is_copied_with_its_hash_and_found_by_it", async () => {
  render(SyncCentre);

  await user.click(await screen.findByRole("button", { name: "Copy receipt of 16:02" }));
  const copied = await navigator.clipboard.readText();
  expect(copied).toContain(`Content hash: ${"0f".repeat(16)}`);
  expect(copied).toContain("Changes: 41, up to number 812");

  await user.type(screen.getByLabelText("Find a receipt by its hash"), "aa{Enter}");
  expect(await screen.findByText("This computer has no receipt with that hash.")).toBeTruthy();
  await user.type(screen.getByLabelText("Find a receipt by its hash"), "b{Enter}");
  expect(await screen.findByRole("button", { name: "Copy receipt of 9:00" })).toBeTruthy();
});
