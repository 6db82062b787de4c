import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { LessonPrepView } from "$lib/api/lesson-preps";
import type { PersonRow, PersonView, TeamView } from "$lib/api/people";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { router } from "$lib/router/router.svelte";
import { toasts } from "$lib/toasts.svelte";
import People from "./People.svelte";

const user = userEvent.setup();
let rows: PersonRow[];
let teams: TeamView[];

beforeEach(() => {
  rows = [person("fischer", "Lena Fischer"), person("okafor", "Adaeze Okafor"), person("reyes", "Tomás Reyes")];
  teams = [team("t1", "Grade 4 team"), team("t2", "Grade 5 team")];
  window.addEventListener("keydown", keys.dispatch);
  router.reset();
  toasts.clear();
  presenting.isOn = false;
});
afterEach(() => window.removeEventListener("keydown", keys.dispatch));

function person(id: string, name: string): PersonRow {
  return { id, name, roles: ["Teacher"], school: "Lincoln", classes: "", lastVisit: null, planned: null, due: null, isOverdue: false, isNotYet: false, hasLeft: false, lateDebrief: null, mentored: null };
}

function team(id: string, title: string): TeamView {
  return { id, title, subject: "", school: null, members: [], pastMembers: [], goals: [] };
}

const prep: LessonPrepView = {
  id: "p1", kind: "co_plan", date: "2026-11-20", day: "Fri 20 Nov", startsMinute: 480, minutes: 45, section: null, context: "Math 7", plan: "Fractions on a line", watch: "", coachingCycle: null, isHeld: true, shares: [], barrier: null, from: null,
};

async function open(isCoached = true) {
  const rust = fakeRust({
    people: () => ({ people: rows, teams }),
    person: ({ id }): PersonView => ({
      id: String(id), name: rows.find((one) => one.id === id)?.name ?? "", given: "", family: "", preferred: "", pronouns: "", email: "",
      externalId: "", roles: [], classes: [], pastClasses: [], observations: [], steps: [], isCoached, cadenceDays: 14, isSupervised: false, coachingKind: "one_to_one", mentored: null, dosage: null,
    }),
    schools: () => [],
    lesson_preps: () => [prep],
    save_team: () => ((teams = [...teams, team("new", "Team Blue")]), "new"),
    add_person: () => "new",
    remove_person: () => null,
    undo: () => ({ label: "Add a person" }),
    history: ({ row }) => ({ row: { id: row, title: "Lena Fischer", short: "Person", observation: null, person: null, date: null }, fields: [], field: 1, older: 0, versions: [] }),
  });
  document.body.replaceChildren(document.createElement("main"));
  render(People, { target: document.querySelector("main")!, props: {} });
  await screen.findByRole("heading", { name: "Lena Fischer" });
  return rust;
}

test("typing_in_the_find_field_narrows_the_list_and_no_letter_is_a_key", async () => {
  await open();

  await user.keyboard("/");
  await user.keyboard("reae");
  expect(screen.queryByRole("dialog")).toBeNull();
  await user.keyboard("{Backspace}{Backspace}{ArrowDown}");

  expect(document.activeElement?.textContent).toContain("Tomás Reyes");
  expect(await screen.findByRole("heading", { name: "Tomás Reyes" })).toBeTruthy();
  expect(screen.queryByText("Adaeze Okafor")).toBeNull();
});

test("moving_in_the_list_shows_the_person_beside_it", async () => {
  await open();
  screen.getByRole("button", { name: /Lena Fischer/ }).focus();

  await user.keyboard("{ArrowDown}");

  expect(await screen.findByRole("heading", { name: "Adaeze Okafor" })).toBeTruthy();
});

test("an_added_teacher_is_chosen_and_one_undo_takes_all_of_it_back", async () => {
  const rust = await open();
  screen.getByRole("button", { name: /Tomás Reyes/ }).focus();

  await user.keyboard("a");
  await user.type(await screen.findByLabelText("Given name"), "Bea");
  await user.type(screen.getByLabelText("Family name"), "Kowalski");
  rows = [...rows, person("new", "Bea Kowalski")];
  const [, keep] = screen.getAllByRole("button", { name: "Add a person" });
  await user.click(keep!);
  rust.say("data-changed", { entities: ["person"] });

  await waitFor(() => expect(document.activeElement?.textContent).toContain("Bea Kowalski"));
  expect(await screen.findByRole("heading", { name: "Bea Kowalski" })).toBeTruthy();
  toasts.all[0]?.action?.run();
  await waitFor(() => expect(rust.asked.filter(({ command }) => command === "undo")).toHaveLength(1));
});

test("an_added_person_who_is_taken_back_makes_room_for_a_neighbour", async () => {
  rows = [...rows, person("new", "Bea Kowalski")];
  const rust = await open();
  await user.click(screen.getByRole("button", { name: /Bea Kowalski/ }));
  await screen.findByRole("heading", { name: "Bea Kowalski" });
  (document.activeElement as HTMLElement).blur();

  rows = rows.slice(0, -1);
  rust.say("data-changed", { entities: ["all"] });

  expect(await screen.findByRole("heading", { name: "Tomás Reyes" })).toBeTruthy();
  expect(screen.queryByText("Bea Kowalski")).toBeNull();
});

test("a_removed_person_makes_room_for_the_next", async () => {
  const rust = await open();

  rows = rows.slice(1);
  // The lessons that are planned with this person can be removed too.
  await user.click(screen.getAllByRole("button", { name: "Remove" })[0]!);
  rust.say("data-changed", { entities: ["person"] });

  expect(await screen.findByRole("heading", { name: "Adaeze Okafor" })).toBeTruthy();
  expect(toasts.all[0]?.message).toBe("Lena Fischer is removed. Observations stay");
});

test("the_pane_shows_somebody_who_was_found", async () => {
  await open();

  await user.keyboard("/");
  await user.keyboard("reye");

  expect(await screen.findByRole("heading", { name: "Tomás Reyes" })).toBeTruthy();
});

test("while_presenting_nobody_is_changed_and_no_name_is_shown", async () => {
  await open();
  presenting.isOn = true;

  await user.keyboard("e");

  expect(screen.queryByRole("dialog")).toBeNull();
  expect(toasts.all[0]?.message).toBe("Names are hidden while presenting. Stop presenting to change this.");
  expect(document.body.textContent).not.toContain("Fischer");
});

test("an_added_team_is_chosen", async () => {
  const rust = await open();
  await user.click(screen.getByRole("radio", { name: "Teams" }));
  await screen.findByRole("heading", { name: "Grade 4 team" });
  (document.activeElement as HTMLElement).blur();

  await user.keyboard("a");
  await user.type(await screen.findByLabelText("Team"), "Team Blue");
  await user.click(screen.getByRole("button", { name: "Keep" }));
  rust.say("data-changed", { entities: ["team"] });

  await waitFor(() => expect(document.activeElement?.textContent).toContain("Team Blue"));
  expect(await screen.findByRole("heading", { name: "Team Blue" })).toBeTruthy();
});

test("what_was_said_of_a_person_before_is_one_button_away", async () => {
  const rust = await open();

  await user.click(screen.getByRole("button", { name: "History…" }));

  await screen.findByRole("dialog", { name: "History" });
  expect(rust.asked.find(({ command }) => command === "history")?.args).toMatchObject({ row: "fischer" });
});

test("what_was_planned_with_a_teacher_stays_readable_after_the_coaching_and_nothing_new_is_planned", async () => {
  await open(false);

  expect(await screen.findByRole("article", { name: /Fri 20 Nov/ })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Co-plan or model lesson/ })).toBeNull();
});

test("with_a_teacher_who_is_coached_another_lesson_can_be_planned", async () => {
  await open();

  expect(await screen.findByRole("button", { name: /^Co-plan or model lesson/ })).toBeTruthy();
});
