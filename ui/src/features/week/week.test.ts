import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { observed, visit, week } from "../../dev/example-week";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { router } from "$lib/router/router.svelte";
import { text } from "$lib/text/en";
import { toasts } from "$lib/toasts.svelte";
import Week from "./Week.svelte";

const entries = [
  visit("a", "Tomás Reyes", "8:10", observed("o1", 31)),
  visit("b", "Adaeze Okafor", "9:05", { isNow: true }),
  visit("c", "Grace Liu", "10:40"),
];
const user = userEvent.setup();

beforeEach(() => {
  window.addEventListener("keydown", keys.dispatch);
  router.reset();
  toasts.clear();
  presenting.isOn = false;
});
afterEach(() => window.removeEventListener("keydown", keys.dispatch));

/** Shows the week and waits for its entries. */
async function open(shown = () => week("9:02", entries)) {
  const rust = fakeRust({
    week: shown,
    start_observation: () => ({ id: "o-new" }),
    cancel_visit: () => null,
    hold_visit: () => null,
    remove_visit: () => null,
    undo: () => ({ label: "Cancel a visit" }),
    who_can_see: () => ({ isPrivate: false, isMine: false, isWidened: false, author: "Dana Whitfield", audiences: [] }),
    history: ({ row }) => ({ row: { id: row, title: "Visit", short: "Visit", observation: null, person: null, date: null }, fields: [], field: 1, older: 0, versions: [] }),
  });
  // The frame's <main>: with nothing focused, its screen has the keys.
  document.body.replaceChildren(document.createElement("main"));
  render(Week, { target: document.querySelector("main")!, props: {} });
  await waitFor(() => expect(rust.asked.length).toBeGreaterThan(0));
  return rust;
}

const row = (name: string) => screen.findByRole("button", { name });

test("arrows_move_between_the_entries_which_are_one_tab_stop", async () => {
  await open();
  const [first, second] = [await row("Observe Tomás Reyes"), await row("Observe Adaeze Okafor")];

  first.focus();
  await user.keyboard("{ArrowDown}");

  expect(document.activeElement).toBe(second);
  expect([first.tabIndex, second.tabIndex]).toEqual([-1, 0]);
});

test("enter_on_todays_visit_starts_its_observation", async () => {
  const rust = await open();
  (await row("Observe Grace Liu")).focus();

  await user.keyboard("{Enter}");

  await waitFor(() => expect(router.route).toEqual({ name: "observation", params: { id: "o-new" } }));
  expect(rust.asked.find(({ command }) => command === "start_observation")?.args).toEqual({
    start: { visit: "c", teacher: null },
  });
});

test("enter_outside_every_control_starts_the_next_thing", async () => {
  const rust = await open();
  await row("Observe Grace Liu");

  await user.keyboard("{Enter}");

  await waitFor(() => expect(router.route.name).toBe("observation"));
  expect(rust.asked.find(({ command }) => command === "start_observation")?.args).toEqual({
    start: { visit: "b", teacher: null },
  });
});

test("enter_on_a_saved_observation_opens_its_lines", async () => {
  await open();
  (await row("Observe Tomás Reyes")).focus();

  await user.keyboard("{Enter}");

  expect(router.route).toEqual({ name: "observation", params: { id: "o1" } });
});

test("c_asks_for_the_reason_and_the_cancelled_visit_can_be_brought_back", async () => {
  const rust = await open();
  (await row("Observe Grace Liu")).focus();

  await user.keyboard("c");
  await user.type(await screen.findByLabelText("Reason"), "Testing{Enter}");

  await waitFor(() => expect(toasts.all[0]?.message).toBe("The visit is cancelled"));
  expect(rust.asked.find(({ command }) => command === "cancel_visit")?.args).toEqual({ id: "c", reason: "Testing" });
  toasts.all[0]?.action?.run();
  await waitFor(() => expect(toasts.all[0]?.message).toBe("Undone: Cancel a visit"));
});

test("h_keeps_a_visit_of_a_team_as_held_and_one_that_lies_ahead_is_left_alone", async () => {
  const team = visit("m", "Math team", "11:30", { teacher: null, team: { id: "t", name: "Math team" }, mayBeHeld: true });
  const rust = await open(() => week("9:02", [...entries, team]));
  (await row("Observe Grace Liu")).focus();

  await user.keyboard("h");
  (await row(text.week.entry.visitTeam("Math team"))).focus();
  await user.keyboard("h");

  await waitFor(() => expect(toasts.all[0]?.message).toBe("The visit is kept as held"));
  expect(rust.asked.filter(({ command }) => command === "hold_visit")).toEqual([{ command: "hold_visit", args: { id: "m" } }]);
});

test("delete_takes_a_cancelled_visit_out_of_the_week", async () => {
  const rust = await open(() => week("9:02", [visit("x", "Grace Liu", "10:40", { state: "cancelled", reason: "Testing" })]));
  (await row("Observe Grace Liu")).focus();

  await user.keyboard("{Delete}");

  await waitFor(() => expect(rust.asked.some(({ command }) => command === "remove_visit")).toBe(true));
});

test("c_does_nothing_where_no_visit_has_the_focus_or_it_was_held", async () => {
  await open();
  await row("Observe Grace Liu");

  await user.keyboard("c");
  (await row("Observe Tomás Reyes")).focus();
  await user.keyboard("c");

  expect(screen.queryByRole("dialog")).toBeNull();
});

test("brackets_turn_the_week_and_t_comes_back", async () => {
  const rust = await open();
  await row("Observe Grace Liu");
  const asked = () => rust.asked.filter(({ command }) => command === "week").map(({ args }) => args.day);

  await user.keyboard("]");
  await waitFor(() => expect(asked()).toHaveLength(2));
  await user.keyboard("t");
  await waitFor(() => expect(asked()).toHaveLength(3));
  await user.keyboard("[[");
  await waitFor(() => expect(asked()).toHaveLength(4));

  expect(asked()).toEqual([null, "2026-11-23", null, "2026-11-09"]);
});

test("an_entry_that_is_taken_away_leaves_the_focus_to_the_one_in_its_place", async () => {
  let shown = entries;
  const rust = await open(() => week("9:02", shown));
  (await row("Observe Adaeze Okafor")).focus();

  shown = entries.filter((entry) => entry.visit !== "b");
  rust.say("data-changed", { entities: ["visit"] });

  await waitFor(() => expect(document.activeElement?.textContent).toBe("Observe Grace Liu"));
});

test("the_enter_key_is_drawn_on_the_entry_that_it_acts_on", async () => {
  await open();
  const drawn = () => screen.queryAllByText("Enter").map((cap) => cap.closest("li")?.querySelector("h3")?.textContent);
  await row("Observe Grace Liu");
  expect(drawn()).toEqual(["Observe Adaeze Okafor"]);

  (await row("Observe Tomás Reyes")).focus();
  await waitFor(() => expect(drawn()).toEqual(["Observe Tomás Reyes"]));

  screen.getByRole("button", { name: "Next week" }).focus();
  await waitFor(() => expect(drawn()).toEqual([]));
});

test("without_teachers_the_first_day_says_the_key_and_offers_a_roster", async () => {
  await open(() => week("9:02", [], { teachers: 0 }));

  expect(await screen.findByText("Your teachers are not here yet.")).toBeTruthy();
  expect(screen.getByText("Ctrl N")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Import a roster…" })).toBeTruthy();
});

test("while_presenting_no_name_and_no_purpose_is_shown_and_nothing_is_planned", async () => {
  presenting.isOn = true;
  await open(() => week("9:02", [visit("b", "Adaeze Okafor", "9:05", { purpose: "Okafor asked about wait time." })]));
  await screen.findByRole("button", { name: "Observe Teacher" });

  await user.keyboard("p");

  expect(document.body.textContent).not.toContain("Okafor");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("what_a_visit_said_before_is_in_its_menu", async () => {
  const rust = await open();
  await row("Observe Grace Liu");

  await user.click(screen.getByRole("button", { name: text.week.entry.actions("Observe Grace Liu") }));
  await user.click(screen.getByText("History…"));

  await screen.findByRole("dialog", { name: "History" });
  expect(rust.asked.find(({ command }) => command === "history")?.args).toMatchObject({ row: "c" });
});

test("a_debrief_that_is_late_is_named_and_opened", async () => {
  await open(() => ({ ...week("9:02", entries), lateDebriefs: [{ id: "d1", teacher: { id: "t1", name: "Amir Haddad" }, lesson: "Mon 9 Nov" }] }));

  await screen.findByText(/Lesson of Mon 9 Nov/);
  await user.click(screen.getByRole("link", { name: /^Open the debrief with Amir Haddad/ }));

  expect(router.route).toEqual({ name: "debrief", params: { id: "d1" } });
});

test("x_on_a_step_opens_its_check_and_nothing_is_ticked_done", async () => {
  const step = { id: "p1", text: "Wait 3 s", teacher: { id: "t1", name: "Amir Haddad" }, check: "today" };
  const rust = await open(() => ({ ...week("9:02", entries), steps: [step] }));
  (await screen.findByRole("link", { name: "Amir Haddad" })).focus();

  await user.keyboard("x");

  await screen.findByRole("button", { name: "Keep the check" });
  expect(screen.getAllByRole("radio", { checked: false }).length).toBeGreaterThanOrEqual(4);
  expect(rust.asked.some(({ command }) => command === "check_step")).toBe(false);
});

test("who_sees_a_visit_leaves_the_screen_when_presenting_begins", async () => {
  await open();
  (await row("Observe Adaeze Okafor")).focus();
  await user.keyboard("{Control>}i{/Control}");
  expect(await screen.findByText(/Dana Whitfield/)).toBeTruthy();

  presenting.isOn = true;

  await waitFor(() => expect(screen.queryByText(/Dana Whitfield/)).toBeNull());
});
