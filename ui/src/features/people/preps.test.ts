import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { LessonPrepView } from "$lib/api/lesson-preps";
import type { SharedName } from "$lib/api/sharing";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { prepText } from "$lib/text/en/lesson-preps";
import { toasts } from "$lib/toasts.svelte";
import Preps from "./Preps.svelte";

const user = userEvent.setup();

beforeEach(() => {
  window.addEventListener("keydown", keys.dispatch);
  toasts.clear();
  presenting.isOn = false;
});
afterEach(() => window.removeEventListener("keydown", keys.dispatch));

function prep(id: string, from: LessonPrepView["from"] = null): LessonPrepView {
  return {
    id, kind: "coplan", date: "2026-11-20", day: "Fri 20 Nov", startsMinute: 485, minutes: 45, section: "s1", context: "Math 7",
    plan: `What ${id} plans`, watch: "", coachingCycle: null, isHeld: false, shares: [], barrier: null, from,
  };
}

async function open(preps: LessonPrepView[], names: SharedName[] = []) {
  const rust = fakeRust({
    lesson_preps: () => preps,
    coaching_cycles: () => ({ open: [{ id: "cc1", title: "Students say why", stage: "", standing: "active", from: null }, { id: "cc2", title: "Of another coach", stage: "", standing: "active", from: "Ola Berg" }], over: [], overTotal: 0 }),
    typed_words: () => ({ number: 0, text: null }),
    hold_lesson_prep: () => null,
    remove_lesson_prep: () => null,
    shared_names: () => names,
    share_lesson_prep: () => null,
    save_lesson_prep: () => "one",
  });
  const main = document.createElement("main");
  main.dataset.keys = "people";
  document.body.replaceChildren(main);
  const classes = [{ id: "s1", title: "Math 7", subject: "", grade: "", period: "", room: "", starts: "", ends: "" }];
  render(Preps, { target: main, props: { teacher: "amir", mayAdd: true, classes: classes as never } });
  await screen.findAllByRole("article");
  return rust;
}

test("every_act_of_a_planned_lesson_has_a_key_that_acts_on_the_one_with_the_focus", async () => {
  const rust = await open([prep("one"), prep("two")]);

  await user.keyboard("jj");
  expect(document.activeElement?.getAttribute("data-prep")).toBe("two");
  await user.keyboard("t");
  await user.keyboard("{Control>}{Shift>}s{/Shift}{/Control}");
  await user.keyboard("{Delete}");

  const acts = ["hold_lesson_prep", "share_lesson_prep", "remove_lesson_prep"];
  await waitFor(() => expect(rust.asked.filter(({ command }) => acts.includes(command)).map(({ command }) => command)).toEqual(acts));
  expect(rust.asked.find(({ command }) => command === "hold_lesson_prep")?.args).toEqual({ id: "two", isHeld: true });
});

test("day_time_and_class_of_a_planned_lesson_are_corrected_and_its_kind_stays", async () => {
  const rust = await open([prep("one")]);

  await user.keyboard("jc");
  const dialog = await screen.findByRole("dialog", { name: "Change day, time and class" });
  expect(dialog.textContent).not.toContain("What it is");
  const begins = screen.getByLabelText(/^Begins/);
  expect((begins as HTMLInputElement).value).toBe("8:05");
  await user.clear(begins);
  await user.type(begins, "9:10");
  await user.click(screen.getByRole("button", { name: "Keep" }));

  await waitFor(() => expect(rust.asked.some(({ command }) => command === "save_lesson_prep")).toBe(true));
  expect(rust.asked.find(({ command }) => command === "save_lesson_prep")?.args).toEqual({
    save: { id: "one", teacher: "amir", kind: "coplan", date: "2026-11-20", startsMinute: 550, minutes: 45, section: "s1", coachingCycle: null },
  });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("a_new_one_belongs_to_the_one_coaching_cycle_of_mine_that_is_under_way_unless_another_is_chosen", async () => {
  const rust = await open([prep("one")]);
  await user.click(screen.getByRole("button", { name: /^Co-plan or model lesson/ }));
  const chosen = (await screen.findByLabelText("Coaching cycle")) as HTMLSelectElement;
  expect([...chosen.options].map((one) => one.textContent?.trim())).toEqual(["None", "Students say why"]);
  expect(chosen.value).toBe("cc1");
  await user.click(screen.getByRole("button", { name: "Write it down" }));

  await waitFor(() => expect(rust.asked.find(({ command }) => command === "save_lesson_prep")?.args).toMatchObject({ save: { coachingCycle: "cc1" } }));
});

test("what_somebody_else_wrote_is_read_and_no_key_changes_it", async () => {
  const rust = await open([prep("one", { name: "Amir Haddad", since: "Fri 20 Nov" } as never)]);

  await user.keyboard("jtc{Delete}");

  expect(screen.queryByRole("dialog")).toBeNull();
  expect(rust.asked.filter(({ command }) => command !== "lesson_preps")).toEqual([]);
});

test("where_a_name_stands_in_it_the_names_are_shown_before_it_is_shared", async () => {
  const rust = await open([prep("one")], [{ row: "one", entity: 53, field: 8, isFixed: false, name: "Ana", sentence: "Ask Ana.", at: 4, role: "a student", initials: "A.", number: "S1", isPerhaps: false }]);

  await user.keyboard("j{Control>}{Shift>}s{/Shift}{/Control}");
  const dialog = await screen.findByRole("dialog", { name: "Before it is shared" });
  await waitFor(() => expect(dialog.textContent).toContain("Ask Ana."));
  expect(rust.asked.some(({ command }) => command === "share_lesson_prep")).toBe(false);
  await user.click(within(dialog).getByRole("button", { name: prepText.share }));

  await waitFor(() => expect(rust.asked.filter(({ command }) => command === "share_lesson_prep")).toHaveLength(1));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
