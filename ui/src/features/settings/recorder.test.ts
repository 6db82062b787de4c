import { beforeEach, expect, test } from "vitest";
import { actions } from "$lib/keys/table";
import { Recorder } from "./recorder.svelte";

let recorder: Recorder;

beforeEach(() => (recorder = new Recorder()));

test("a_free_chord_is_taken_for_the_action", () => {
  recorder.start("search");

  expect(recorder.take(press("j", { ctrlKey: true }))).toBe("Ctrl+J");
});

test("a_chord_of_another_action_in_force_there_is_refused_by_name", () => {
  recorder.start("search");

  expect(recorder.take(press("n", { ctrlKey: true }))).toBeNull();
  expect(recorder.refusal).toContain("New observation");
});

test("a_bare_letter_is_refused_where_text_is_typed_and_taken_outside", () => {
  const used = actions.filter(({ id }) => id !== "codes.letter").flatMap((action) => action.keys.map((key) => key[0]));
  const letter = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].find((one) => !used.includes(one)) ?? "";
  recorder.start("search");
  expect(recorder.take(press(letter))).toBeNull();

  recorder.start("observe.new.outside");
  expect(recorder.take(press(letter))).toBe(letter);
});

test("a_letter_that_begins_a_pair_is_refused", () => {
  recorder.start("observe.new.outside");

  expect(recorder.take(press("g"))).toBeNull();
});

test("keys_that_move_the_focus_are_never_taken", () => {
  recorder.start("week.today");

  expect([press("Tab"), press("Enter"), press("ArrowDown")].map((event) => recorder.take(event))).toEqual([null, null, null]);
});

function press(key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, ...init });
  Object.defineProperty(event, "getModifierState", { value: () => false });
  return event;
}
