import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { CycleView } from "$lib/api/weeks";
import { fakeRust } from "../../dev/fake-rust";
import { visit, week } from "../../dev/example-week";
import Week from "./Week.svelte";
import { stationsOf } from "./stations";

function cycle(rest: Partial<CycleView> = {}): CycleView {
  const team = { id: "math", name: "Math 6–8" };
  return { id: "c1", team, topic: "Ratio and rate", focus: "Why two ratios are equal.", week: 3, weeks: 12, held: 2, planned: 4, ...rest };
}

const open = (cycles: CycleView[]) => {
  fakeRust({ week: () => week("9:02", [visit("a", "Grace Liu", "10:40")], { cycles }) });
  render(Week, {});
};

test("the_week_says_which_week_of_the_content_cycle_it_is_and_where_the_visits_stand", async () => {
  open([cycle()]);

  const strip = await screen.findByRole("region", { name: "Content cycle: Ratio and rate" });
  expect(screen.getByText(/Ratio and rate, week 3 of 12\./)).toBeTruthy();
  expect(strip.querySelectorAll("li")).toHaveLength(7);
  expect(strip.querySelector("[aria-current=step]")?.textContent).toContain("2 of 4 visits");
});

test("of_several_teams_the_button_shows_the_next", async () => {
  open([cycle(), cycle({ id: "c2", topic: "Talk about texts" })]);

  await userEvent.click(await screen.findByRole("button", { name: "Show the next team" }));

  expect(screen.getByRole("region", { name: "Content cycle: Talk about texts" })).toBeTruthy();
});

test("a_week_without_a_content_cycle_has_no_strip", async () => {
  open([]);

  await screen.findByRole("heading", { name: /Today/ });
  expect(screen.queryByRole("region", { name: /Content cycle/ })).toBeNull();
});

test("stations_say_only_what_is_known", () => {
  const states = (changes: Partial<CycleView>) => stationsOf(cycle(changes)).filter(({ state }) => state !== "rest").map(({ name, state }) => `${name} ${state}`);

  expect(states({})).toEqual(["focus done", "observe now"]);
  expect(states({ held: 4 })).toEqual(["focus done", "observe done"]);
  expect(states({ focus: "", planned: 0 })).toEqual([]);
});
