import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { IndicatorView, LessonRubricView } from "$lib/api/rubrics";
import { keys } from "$lib/keys/keys.svelte";
import { fakeRust } from "../../dev/fake-rust";
import { LessonRubric } from "./lesson-rubric.svelte";
import { RubricForm } from "./rubric-form.svelte";
import RubricPart from "./RubricPart.svelte";

const line = { line: "n1", observation: "o1", time: "9:05:10", speaker: "T", text: "Why?" };
const indicator = (id: string, text: string, more: Partial<IndicatorView> = {}): IndicatorView => ({ id, text, levels: ["None", "Some", "Most"], level: null, lines: [], ...more });
const name = { id: "r1", title: "Reasons", version: 1, licence: "Own words" };
const view = (...indicators: IndicatorView[]): LessonRubricView => ({ rubrics: [name], rubric: name, indicators, isClosed: false, isWritable: true });

let end = () => undefined as void;

beforeEach(() => window.addEventListener("keydown", keys.dispatch));
afterEach(() => {
  window.removeEventListener("keydown", keys.dispatch);
  end();
});

function begin(found: LessonRubricView, answers: Record<string, (args: Record<string, unknown>) => unknown> = {}) {
  const { asked } = fakeRust({ lesson_rubric: () => found, mark_rubric_line: () => null, give_level: () => null, ...answers });
  let rubric!: LessonRubric;
  // Its screen makes it; here nobody does.
  end = $effect.root(() => void (rubric = new LessonRubric("o1")));
  render(RubricPart, { rubric });
  return { asked, rubric };
}

test("a level without evidence is refused at its indicator", async () => {
  const refuse = () => {
    throw { code: "invalid", message: "A level needs evidence.", field: "lines" };
  };
  begin(view(indicator("i1", "Reasons"), indicator("i2", "Time")), { give_level: refuse });

  (await screen.findByRole("button", { name: /Reasons/ })).focus();
  await userEvent.keyboard("2");

  expect((await screen.findByRole("alert")).textContent).toBe("A level needs evidence.");
});

test("the present indicator takes the line and the level", async () => {
  const { asked, rubric } = begin(view(indicator("i1", "Reasons"), indicator("i2", "Time", { lines: [line] })));
  (await screen.findByRole("button", { name: /Reasons/ })).focus();

  await userEvent.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Time"));
  await userEvent.keyboard("3");
  await rubric.mark("n2");

  expect(asked.find(({ command }) => command === "give_level")?.args).toEqual({ give: { observation: "o1", indicator: "i2", level: 3 } });
  expect(asked.find(({ command }) => command === "mark_rubric_line")?.args).toEqual({ mark: { observation: "o1", indicator: "i2", line: "n2", shows: true } });
});

test("it says that it is no rating, and shows no figure over the indicators", async () => {
  begin(view(indicator("i1", "Reasons", { level: 1, lines: [line] }), indicator("i2", "Time", { level: 3, lines: [line] })));

  expect(await screen.findByText(/It is no rating, and nothing is added up/)).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/average|total|mean|sum of/i);
});

test("it is closed to whoever evaluates", async () => {
  begin({ rubrics: [], rubric: null, indicators: [], isClosed: true, isWritable: false });

  expect(await screen.findByText(/closed to whoever evaluates this teacher/)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

test("a form leaves out what is empty and knows whether it would make another version", () => {
  const form = new RubricForm();
  const kept = { ...name, indicators: [{ text: "Reasons", levels: ["None", "Some"] }] };
  form.fill(kept);
  expect(form.isChanged(kept)).toBe(false);

  form.grow();
  expect(form.written().indicators).toEqual([{ text: "Reasons", levels: ["None", "Some"] }]);
  form.indicators[0]!.levels[3] = "Most";
  expect(form.written().indicators[0]!.levels).toEqual(["None", "Some", "", "Most"]);
  expect(form.isChanged(kept)).toBe(true);
});
