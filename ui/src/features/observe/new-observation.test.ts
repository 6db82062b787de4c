import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keys } from "$lib/keys/keys.svelte";
import { router } from "$lib/router/router.svelte";
import { fakeRust } from "../../dev/fake-rust";
import NewObservation from "./NewObservation.svelte";
import { hold, taken } from "./type-ahead";
import { teacherOptions } from "./teacher-options";

const teachers = ["Amir Haddad", "Bea Amidala", "Léa Brun", "Samira Cole"].map((name, at) => ({ id: `t${at}`, name, schoolId: "s1", school: "Jefferson", context: "" }));
const titles = (typed: string) => teacherOptions(teachers, typed).flatMap(({ options }) => options.map(({ title }) => title));

beforeEach(() => router.reset());
afterEach(() => void taken());

/** What was asked besides whom this person may observe as a coach. */
const others = (asked: readonly { command: string }[]) => asked.map(({ command }) => command).filter((one) => one !== "observable_coaches");

function rust() {
  return fakeRust({
    teachers: () => teachers,
    observable_coaches: () => [],
    add_teacher: ({ name }) => ({ id: "new", name }),
    start_observation: () => ({ id: "o9" }),
  });
}

test("a_name_that_begins_with_the_letters_comes_before_one_that_holds_them", () => {
  expect(titles("ami")).toEqual(["Amir Haddad", "Bea Amidala", "Samira Cole", "Add ami as a teacher"]);
});

test("accents_do_not_matter_and_a_known_name_is_not_offered_again", () => {
  expect(titles("lea")).toEqual(["Léa Brun", "Add lea as a teacher"]);
  expect(titles("lea brun")).toEqual(["Léa Brun"]);
});

test("two_letters_are_not_a_name_yet", () => {
  expect(titles("zz")).toEqual([]);
});

test("three_letters_and_enter_begin_the_lesson", async () => {
  const { asked } = rust();
  const close = vi.fn();
  render(NewObservation, { close });
  await waitFor(() => expect(asked.map(({ command }) => command)).toContain("teachers"));

  await userEvent.type(screen.getByRole("combobox", { name: "Whose lesson?" }), "ami{Enter}");

  await waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(asked.find(({ command }) => command === "start_observation")?.args).toEqual({ start: { visit: null, teacher: "t0" } });
  expect(router.route).toEqual({ name: "observation", params: { id: "o9" } });
});

test("another_kind_is_chosen_by_one_key_and_a_walkthrough_begins_at_once", async () => {
  const { asked } = fakeRust({ teachers: () => teachers, start_kind: () => "o7" });
  window.addEventListener("keydown", keys.dispatch);
  render(NewObservation, { close: vi.fn() });
  await waitFor(() => expect(asked.map(({ command }) => command)).toContain("teachers"));

  await userEvent.keyboard("{Alt>}2{/Alt}");
  await userEvent.type(screen.getByRole("combobox", { name: "Whose lesson?" }), "bea{Enter}");

  await waitFor(() => expect(router.route).toEqual({ name: "observation", params: { id: "o7" } }));
  expect(asked.find(({ command }) => command === "start_kind")?.args).toMatchObject({ start: { teacher: "t1", kind: "walkthrough" } });
  window.removeEventListener("keydown", keys.dispatch);
});

test("a_kind_with_a_scheme_is_asked_for_it_before_the_clock_begins", async () => {
  const { asked } = rust();
  render(NewObservation, { close: vi.fn() });
  await waitFor(() => expect(asked.map(({ command }) => command)).toContain("teachers"));

  await userEvent.selectOptions(screen.getByLabelText("Kind"), "interval");
  expect((screen.getByLabelText("Kind") as HTMLSelectElement).value).toBe("interval");
  expect(screen.getByText(/One letter for each interval/)).toBeTruthy();
  await userEvent.type(screen.getByRole("combobox", { name: "Whose lesson?" }), "bea{Enter}");

  await waitFor(() => expect(router.route).toEqual({ name: "begin", params: { kind: "interval", teacher: "t1", name: "Bea Amidala" } }));
  const acts = others(asked).filter((one) => one !== "last_time");
  expect(acts).toEqual(["teachers"]);
});

test("a_coach_is_observed_by_one_key_and_three_letters_and_only_whom_one_supervises_is_offered", async () => {
  const coaches = [{ id: "c1", name: "Dana Whitfield" }, { id: "c2", name: "Ola Berg" }];
  const { asked } = fakeRust({ teachers: () => teachers, observable_coaches: () => coaches, observe_coach: () => "o8" });
  window.addEventListener("keydown", keys.dispatch);
  render(NewObservation, { close: vi.fn() });
  await screen.findByRole("option", { name: /A coach at work/ });

  await userEvent.keyboard("{Alt>}9{/Alt}");
  await userEvent.type(await screen.findByRole("combobox", { name: "Which coach?" }), "dan{Enter}");

  await waitFor(() => expect(router.route).toEqual({ name: "observation", params: { id: "o8" } }));
  expect(asked.find(({ command }) => command === "observe_coach")?.args).toEqual({ coach: "c1" });
  window.removeEventListener("keydown", keys.dispatch);
});

test("whoever_supervises_nobody_is_offered_no_coach", async () => {
  const { asked } = rust();
  window.addEventListener("keydown", keys.dispatch);
  render(NewObservation, { close: vi.fn() });
  await waitFor(() => expect(asked.map(({ command }) => command)).toContain("observable_coaches"));

  await userEvent.keyboard("{Alt>}9{/Alt}");

  expect(screen.queryByRole("option", { name: /A coach at work/ })).toBeNull();
  expect(screen.getByRole("combobox", { name: "Whose lesson?" })).toBeTruthy();
  window.removeEventListener("keydown", keys.dispatch);
});

test("an_unknown_name_is_added_with_the_same_enter", async () => {
  const { asked } = rust();
  const close = vi.fn();
  render(NewObservation, { close });
  await waitFor(() => expect(asked.map(({ command }) => command)).toContain("teachers"));

  await userEvent.type(screen.getByRole("combobox", { name: "Whose lesson?" }), "Dana  Whitfield{Enter}");

  await waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(asked.find(({ command }) => command === "add_teacher")?.args).toEqual({ name: "Dana Whitfield" });
  expect(asked.find(({ command }) => command === "start_observation")?.args).toEqual({ start: { visit: null, teacher: "new" } });
});

test("before_the_teachers_are_read_enter_adds_nobody", async () => {
  const { asked } = fakeRust({ teachers: () => new Promise(() => undefined) });
  render(NewObservation, { close: vi.fn() });

  await userEvent.type(screen.getByRole("combobox", { name: "Whose lesson?" }), "ami{Enter}");

  expect(others(asked)).toEqual(["teachers"]);
});

test("keys_typed_before_the_field_is_there_are_not_lost", () => {
  const field = document.body.appendChild(document.createElement("input"));
  field.focus();
  const press = (key: string, more: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    field.dispatchEvent(event);
    return event.defaultPrevented;
  };
  hold();

  const isTaken = ["T", " ", "W", "x", "Backspace", "h", "Enter", "S"].map((key) => press(key));
  expect(press("k", { ctrlKey: true })).toBe(false);

  expect(isTaken.every(Boolean)).toBe(true);
  expect(taken()).toBe("T Wh\nS");
  expect(press("a")).toBe(false);
  field.remove();
});

test("a_refusal_is_said_and_the_dialog_stays", async () => {
  fakeRust({
    teachers: () => teachers,
    start_observation: () => {
      throw { code: "disk", message: "The disk is full." };
    },
  });
  const close = vi.fn();
  render(NewObservation, { close });

  await userEvent.type(screen.getByRole("combobox", { name: "Whose lesson?" }), "bea");
  await screen.findByRole("option", { name: /Bea/ });
  await userEvent.keyboard("{Enter}");

  expect(await screen.findByText("The disk is full.")).toBeTruthy();
  expect(close).not.toHaveBeenCalled();
});
