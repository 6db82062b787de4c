import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chordOf, keyCaps, typesText } from "./chord";
import { Keys } from "./keys.svelte";

let keys: Keys;

beforeEach(() => (keys = new Keys()));
afterEach(() => document.body.replaceChildren());

test("a_chord_names_its_modifiers_in_one_order", () => {
  expect(chordOf(press("z", { ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+Z");
  expect(chordOf(press("?", { shiftKey: true }))).toBe("?");
  expect(chordOf(press("ArrowLeft", { altKey: true }))).toBe("Alt+ArrowLeft");
});

test("ctrl_and_a_letter_work_on_a_layout_without_that_letter", () => {
  expect(chordOf(press("л", { ctrlKey: true, code: "KeyK" }))).toBe("Ctrl+K");
});

test("a_key_that_an_input_method_is_using_is_no_chord", () => {
  expect(chordOf(press("k", { ctrlKey: true, isComposing: true }))).toBeNull();
  expect(chordOf(press("Enter", { keyCode: 229 }))).toBeNull();
  expect(chordOf(press("Dead"))).toBeNull();
});

test("only_what_types_a_character_counts_as_text", () => {
  expect(["A", "?", "G W", "Ctrl+K", "F1", "Tab"].map(typesText)).toEqual([true, true, true, false, false, false]);
});

test("a_pair_is_shown_as_two_caps", () => {
  expect(keyCaps("G W")).toEqual(["G", "W"]);
  expect(keyCaps("Ctrl+Shift+Z")).toEqual(["Ctrl Shift Z"]);
});

test("a_letter_acts_outside_text_and_is_typed_inside_it", () => {
  const open = vi.fn();
  keys.add({ "observe.new.outside": open });
  const field = put("<input>", "input");

  keys.dispatch(press("o", {}, field));
  expect(open).not.toHaveBeenCalled();

  keys.dispatch(press("o", {}, put("<button></button>", "button")));
  expect(open).toHaveBeenCalledOnce();
});

test("a_letter_of_a_screen_is_typed_inside_a_field_of_that_screen", () => {
  const edit = vi.fn();
  keys.add({ "people.edit": edit });
  const field = put('<div data-keys="people"><input type="search"><button></button></div>', "input");

  keys.dispatch(press("e", {}, field));
  expect(edit).not.toHaveBeenCalled();

  keys.dispatch(press("e", {}, field.nextElementSibling!));
  expect(edit).toHaveBeenCalledOnce();
});

test("a_chord_with_ctrl_acts_inside_text_too", () => {
  const open = vi.fn();
  keys.add({ "observe.new": open });

  keys.dispatch(press("n", { ctrlKey: true }, put("<textarea></textarea>", "textarea")));

  expect(open).toHaveBeenCalledOnce();
});

test("letters_can_be_turned_off_and_function_keys_stay", () => {
  const help = vi.fn();
  keys.add({ "help.outside": help, help });
  keys.hasLetters = false;

  keys.dispatch(press("?"));
  expect(help).not.toHaveBeenCalled();

  keys.dispatch(press("F1"));
  expect(help).toHaveBeenCalledOnce();
});

test("a_pair_acts_when_its_keys_follow_each_other_in_time", () => {
  const go = vi.fn();
  keys.add({ "go.people": go });

  keys.dispatch(press("g", { at: 0 }));
  keys.dispatch(press("p", { at: 5000 }));
  expect(go).not.toHaveBeenCalled();

  keys.dispatch(press("g", { at: 6000 }));
  keys.dispatch(press("p", { at: 6200 }));
  expect(go).toHaveBeenCalledOnce();
});

test("the_innermost_scope_goes_first_and_may_decline", () => {
  const tag = vi.fn(() => false);
  const go = vi.fn();
  keys.add({ "script.tag": tag, "go.week": go });
  const row = put('<div data-keys="observe"><ol data-keys="observe-script"><button></button></ol></div>', "button");

  keys.dispatch(press("g", { at: 0 }, row));
  keys.dispatch(press("w", { at: 10 }, row));

  expect(tag).toHaveBeenCalledOnce();
  expect(go).toHaveBeenCalledOnce();
});

test("behind_an_open_dialog_only_what_belongs_there_acts", () => {
  const search = vi.fn();
  const lock = vi.fn();
  keys.add({ search, lock });
  const button = put("<dialog open data-modal><button></button></dialog>", "button");

  keys.dispatch(press("k", { ctrlKey: true }, button));
  keys.dispatch(press("l", { ctrlKey: true }, button));

  expect(search).not.toHaveBeenCalled();
  expect(lock).toHaveBeenCalledOnce();
});

test("a_persons_own_key_takes_the_place_of_the_tables", () => {
  const search = vi.fn();
  keys.add({ search });
  keys.own = { search: "Ctrl+J" };

  keys.dispatch(press("k", { ctrlKey: true }));
  expect(search).not.toHaveBeenCalled();

  keys.dispatch(press("j", { ctrlKey: true }));
  expect(search).toHaveBeenCalledOnce();
});

test("the_last_screen_to_give_an_action_meaning_has_it_until_it_leaves", () => {
  const frame = vi.fn();
  const screen = vi.fn();
  keys.add({ print: frame });
  const leave = keys.add({ print: screen });

  keys.dispatch(press("p", { ctrlKey: true }));
  leave();
  keys.dispatch(press("p", { ctrlKey: true }));

  expect([screen.mock.calls.length, frame.mock.calls.length]).toEqual([1, 1]);
});

test("in a dialog that is all there is only the lock is left of the app's keys", () => {
  const [presenting, lock] = [vi.fn(), vi.fn()];
  keys.add({ presenting, lock });
  const within = put('<dialog data-modal data-alone open><p tabindex="-1"></p></dialog>', "p");

  keys.dispatch(press("P", { ctrlKey: true, shiftKey: true }, within));
  keys.dispatch(press("l", { ctrlKey: true }, within));

  expect([presenting.mock.calls.length, lock.mock.calls.length]).toEqual([0, 1]);
});

interface Press extends KeyboardEventInit {
  /** Milliseconds, in place of the clock. */
  at?: number;
}

function press(key: string, { at, ...init }: Press = {}, target: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  const own: Record<string, unknown> = { target, getModifierState: () => false };
  if (at !== undefined) own.timeStamp = at;
  if (init.keyCode !== undefined) own.keyCode = init.keyCode;
  if (init.isComposing !== undefined) own.isComposing = init.isComposing;
  for (const [name, value] of Object.entries(own)) Object.defineProperty(event, name, { value });
  return event;
}

function put(html: string, selector: string): Element {
  document.body.innerHTML = html;
  const element = document.querySelector(selector);
  if (!element) throw new Error(`no ${selector}`);
  return element;
}
