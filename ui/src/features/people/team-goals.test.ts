import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { TeamGoalView, TeamView } from "$lib/api/people";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { toasts } from "$lib/toasts.svelte";
import TeamGoals from "./TeamGoals.svelte";

const user = userEvent.setup();

beforeEach(() => window.addEventListener("keydown", keys.dispatch));
afterEach(() => {
  window.removeEventListener("keydown", keys.dispatch);
  toasts.clear();
  presenting.isOn = false;
});

const goal: TeamGoalView = {
  id: "g1", statement: "Students explain why two ratios are equal", metric: "% at standard", direction: "up", baseline: "55", baselineDate: "2026-10-05",
  baselineDay: "Mon 5 Oct", baselineCount: "112", target: "70", due: "2026-12-15", dueDay: "Tue 15 Dec", way: "53 % of the way", isWritable: true,
  members: [{ id: "p1", name: "Lena Fischer", hasLeft: false, left: "" }, { id: "p9", name: "Ruth Adler", hasLeft: true, left: "Sun 1 Nov" }],
  measures: [{ id: "m1", day: "Mon 16 Nov", value: "63", over: "of 108", task: "", way: "53 % of the way" }],
};

function open(goals: TeamGoalView[], members = ["Lena Fischer", "Jonah Kim"]) {
  const team: TeamView = {
    id: "t1", title: "Grade 5 team", subject: "Math", school: null, pastMembers: [], goals,
    members: members.map((name, at) => ({ id: `p${at + 1}`, name, starts: "2026-08-24", ends: "" })),
  };
  const rust = fakeRust({
    save_team_goal: () => "g1", add_team_measure: () => "m2", remove_team_goal: () => null, remove_team_measure: () => null, names_in_texts: () => [],
    who_can_see: () => ({ isMine: true, author: "", isPrivate: false, audiences: [], isWidened: false }), undo: () => null,
  });
  document.body.replaceChildren(document.createElement("main"));
  const main = document.querySelector("main")!;
  main.dataset.keys = "people";
  main.tabIndex = -1;
  render(TeamGoals, { target: main, props: { team } });
  main.focus();
  return rust;
}
const said = (rust: ReturnType<typeof open>, command: string) => rust.asked.filter((one) => one.command === command).map(({ args }) => args);

test("sd_19_a_goal_says_how_far_on_the_way_it_is_and_who_left_stays_in_the_baseline", () => {
  open([goal]);
  expect(screen.getByText(goal.statement)).toBeTruthy();
  expect(screen.getAllByText("53 % of the way")).toHaveLength(2);
  expect(screen.getByText(/left Sun 1 Nov, kept in the baseline/)).toBeTruthy();
  expect(screen.getByRole("row", { name: /Baseline Mon 5 Oct 55 of 112/ })).toBeTruthy();
});

test("of_two_goals_the_key_says_who_can_see_the_one_that_has_the_focus", async () => {
  open([goal, { ...goal, id: "g2", statement: "They draw it" }]);
  const ours = screen.getByRole("article", { name: "They draw it" });
  await waitFor(() => expect(ours.querySelector("[data-who]")).toBeTruthy());
  ours.querySelector<HTMLElement>(".act button")!.focus();

  await user.keyboard("{Control>}i{/Control}");

  await waitFor(() => expect(ours.querySelector("dialog")).toBeTruthy());
  expect(screen.getByRole("article", { name: goal.statement }).querySelector("dialog")).toBeNull();
});

test("f_sets_a_goal_of_all_members_and_one_is_taken_out_by_a_tick", async () => {
  const rust = open([]);
  await user.keyboard("f");
  await user.type(await screen.findByRole("textbox", { name: "What the team wants to reach" }), "They explain why");
  await user.type(screen.getByRole("textbox", { name: "Now" }), "55");
  await user.type(screen.getByRole("textbox", { name: "Target" }), "70");
  await user.click(screen.getByRole("checkbox", { name: "Jonah Kim" }));
  await user.click(screen.getByRole("button", { name: "Set" }));

  await waitFor(() => expect(said(rust, "save_team_goal")).toHaveLength(1));
  expect(said(rust, "save_team_goal")[0]).toMatchObject({ save: { id: null, team: "t1", statement: "They explain why", direction: "up", baseline: "55", target: "70", members: ["p1"] } });
});

test("m_adds_a_measure_of_the_latest_goal_and_the_form_of_a_goal_offers_who_left", async () => {
  const rust = open([goal]);
  await user.keyboard("m");
  await user.type(await screen.findByRole("textbox", { name: "What was found" }), "66");
  await user.click(screen.getByRole("button", { name: "Add" }));
  await waitFor(() => expect(said(rust, "add_team_measure")).toMatchObject([{ add: { goal: "g1", value: "66" } }]));

  await user.click(screen.getByRole("button", { name: /Change the goal/ }));
  expect((await screen.findByRole<HTMLInputElement>("checkbox", { name: "Ruth Adler" })).checked).toBe(true);
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Jonah Kim" }).checked).toBe(false);
});

test("a_team_without_members_has_no_goal_to_set", async () => {
  const rust = open([], []);
  expect(screen.getByText(/add members to the team first/)).toBeTruthy();
  await user.keyboard("f");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(said(rust, "save_team_goal")).toEqual([]);
});
