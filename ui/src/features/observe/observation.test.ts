import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { saving } from "$lib/saving.svelte";
import { toasts } from "$lib/toasts.svelte";
import { entry, fakeLesson, full, settled } from "./fake-lesson";
import Observation from "./Observation.svelte";
import { hold } from "./type-ahead";

const three = [
  entry("e1", "What do you notice?"),
  entry("e2", "They go up by the same", { speaker: "S", tags: [0] }),
  entry("e3", "Qué más ves", { speaker: "T" }),
];
const field = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "New line" });
const rows = () => within(screen.getByRole("list", { name: "Script" })).queryAllByRole("listitem");
const row = (words: string) => screen.getByText(words).closest<HTMLElement>("li")!;
const press = (chords: string) => userEvent.keyboard(chords);

async function open(lesson = fakeLesson(), line?: string) {
  render(Observation, { id: "o1", line });
  await screen.findByRole("heading", { name: "Amir Haddad" });
  await waitFor(() => expect(document.activeElement).not.toBe(document.body));
  return lesson;
}

beforeEach(() => {
  saving.problem = null;
  window.addEventListener("keydown", keys.dispatch);
});
afterEach(async () => {
  window.removeEventListener("keydown", keys.dispatch);
  presenting.isOn = false;
  toasts.clear();
  await settled();
});

test("the_cursor_is_in_the_script_when_a_lesson_is_opened", async () => {
  await open();

  expect(document.activeElement).toBe(field());
});

test("what_was_typed_before_the_field_was_there_stands_in_it", async () => {
  hold();
  await press("T one{Enter}S tw");
  const lesson = await open();
  await waitFor(() => expect(field().value).toBe("S tw"));
  await press("o");
  await settled();

  expect(lesson.state.kept.map(({ typed }) => typed)).toEqual(["T one"]);
  expect(field().value).toBe("S two");
});

test("enter_keeps_the_line_and_the_next_one_can_be_typed_at_once", async () => {
  const lesson = await open();

  await press("T What do you notice?{Enter}s3 They go up{Enter}");
  await settled();

  expect(rows().map((one) => one.textContent?.replace(/\s+/g, " "))).toEqual([
    expect.stringContaining("What do you notice?"),
    expect.stringContaining("They go up"),
  ]);
  expect(lesson.state.kept.map(({ typed }) => typed)).toEqual(["T What do you notice?", "s3 They go up"]);
  expect(field().value).toBe("");
});

test("a_typed_sign_shows_its_speaker_at_once", async () => {
  await open();

  await press("s12 ");

  expect(field().closest(".ln")?.querySelector(".w")?.textContent).toContain("S12");
});

test("keys_of_an_input_method_do_nothing", async () => {
  const lesson = await open();
  await press("你");
  const composing = { key: "Enter", bubbles: true, cancelable: true };

  field().dispatchEvent(new KeyboardEvent("keydown", { ...composing, isComposing: true }));
  field().dispatchEvent(new KeyboardEvent("keydown", { ...composing, keyCode: 229 } as KeyboardEventInit));
  field().dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true, isComposing: true }));
  await settled();

  expect(lesson.state.kept).toEqual([]);
  expect(document.activeElement).toBe(field());
});

test("enter_ends_a_composition_and_only_the_next_enter_keeps_the_whole_line", async () => {
  const lesson = await open();
  const enter = (init: KeyboardEventInit) => new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...init });
  const write = (value: string, inputType: string, isComposing: boolean) => {
    field().value = value;
    field().dispatchEvent(new InputEvent("input", { inputType, isComposing, bubbles: true }));
  };
  field().dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  write("ni", "insertCompositionText", true);
  const ending = enter({ isComposing: true });
  field().dispatchEvent(ending);
  write("你", "insertCompositionText", true);
  field().dispatchEvent(new CompositionEvent("compositionend", { data: "你", bubbles: true }));
  write("你好", "insertText", false);
  const keptBefore = lesson.state.kept.length;

  field().dispatchEvent(enter({}));
  await settled();

  expect(ending.defaultPrevented).toBe(false);
  expect(keptBefore).toBe(0);
  expect(lesson.state.kept.map(({ typed }) => typed)).toEqual(["你好"]);
});

test("every_row_is_two_elements_with_its_time_speaker_and_signs_for_the_eye_and_in_words", async () => {
  const marker = entry("e4", "Transition", { kind: "marker", speaker: "" });
  const wondering = entry("e5", "Does she know?", { kind: "wondering", speaker: "" });
  await open(fakeLesson({ entries: [...three, entry("e6", "Why so?", { starred: true, tags: [0, 1] }), marker, wondering] }));

  const elements = (words: string) => row(words).querySelectorAll("*").length + 1;
  expect(["They go up by the same", "Transition", "Does she know?"].map(elements)).toEqual([2, 2, 2]);
  expect(row("They go up by the same").dataset).toMatchObject({ time: "8:08:00", signs: "A\t", said: "Tagged A" });
  expect(screen.getByText("They go up by the same").dataset).toMatchObject({ who: "S", said: "Student" });
  expect(row("Why so?").dataset).toMatchObject({ signs: "A\tB\t", said: "Starred, Tagged A, B" });
  expect(row("Does she know?").dataset).toMatchObject({ signs: "Private", said: "Private" });
});

test("a_held_enter_keeps_one_line_and_writes_no_new_line", async () => {
  const lesson = await open();
  await press("one{Enter}");
  const repeat = new KeyboardEvent("keydown", { key: "Enter", repeat: true, bubbles: true, cancelable: true });

  field().dispatchEvent(repeat);
  await settled();

  expect(repeat.defaultPrevented).toBe(true);
  expect(lesson.state.kept).toHaveLength(1);
});

test("tab_on_an_empty_line_swaps_the_speaker", async () => {
  await open();
  const shown = () => field().closest(".ln")?.querySelector(".w")?.textContent?.trim().slice(-1);

  await press("{Tab}");
  expect(shown()).toBe("T");
  await press("{Tab}");
  expect(shown()).toBe("S");
  expect(document.activeElement).toBe(field());
});

test("tab_after_text_goes_to_the_tags_where_letters_toggle_and_enter_keeps", async () => {
  const lesson = await open();
  await press("T Why?{Tab}");
  expect(document.activeElement?.textContent).toContain("Asks for reasons");

  await press("ab");
  expect(screen.getAllByRole("button", { pressed: true })).toHaveLength(2);
  await press("a{Enter}");
  await settled();

  expect(lesson.state.kept).toMatchObject([{ typed: "T Why?", tags: [1] }]);
  expect(document.activeElement).toBe(field());
});

test("escape_and_shift_tab_go_back_from_the_tags_to_the_words", async () => {
  await open();
  await press("T Why?{Tab}{Escape}");
  expect(document.activeElement).toBe(field());

  await press("{Tab}{Shift>}{Tab}{/Shift}");

  expect(document.activeElement).toBe(field());
  expect(field().value).toBe("T Why?");
});

test("alt_t_and_alt_s_name_the_speaker_in_the_middle_of_a_line", async () => {
  const lesson = await open();

  await press("they go up{Alt>}s{/Alt}{Enter}");
  await settled();

  expect(lesson.state.kept[0]).toMatchObject({ typed: "they go up", speaker: "S" });
});

test("up_in_an_empty_line_edits_the_last_one_and_enter_keeps_it_with_its_speaker", async () => {
  const lesson = await open(fakeLesson({ entries: three }));

  await press("{ArrowUp}");
  await settled();
  const edited = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Edit the line" });
  expect(edited.value).toBe("Qué más ves");
  await press("?{Enter}");
  await settled();

  expect(lesson.state.view.entries[2]).toMatchObject({ text: "Qué más ves?", speaker: "T" });
  expect(screen.queryByRole("textbox", { name: "Edit the line" })).toBeNull();
  expect(document.activeElement).toBe(field());
});

test("up_in_a_line_with_words_stays_there", async () => {
  await open(fakeLesson({ entries: three }));

  await press("x{ArrowUp}");
  await settled();

  expect(document.activeElement).toBe(field());
});

test("escape_leaves_an_edited_line_as_it_was_and_forgets_its_draft", async () => {
  const lesson = await open(fakeLesson({ entries: three }));

  await press("{ArrowUp}");
  await settled();
  await press(" spoiled{Escape}");
  await settled();

  expect(lesson.commands()).not.toContain("edit_line");
  expect(lesson.state.drafts.filter(({ line }) => line === "e3").at(-1)?.typed).toBe("");
  expect(row("Qué más ves")).toBeTruthy();
});

test("up_while_editing_goes_to_the_line_before_and_keeps_what_was_changed", async () => {
  const lesson = await open(fakeLesson({ entries: three }));

  await press("{ArrowUp}");
  await settled();
  await press("!{ArrowUp}");
  await settled();

  expect(lesson.state.view.entries[2]?.text).toBe("Qué más ves!");
  expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Edit the line" }).value).toBe("They go up by the same");
});

test("an_interrupted_edit_is_open_again_with_its_words", async () => {
  const left = { line: "e2", typed: "They go up by th", speaker: "S", tags: [], caret: 16, number: 3, typedTime: "", time: "8:08:00" };
  await open(fakeLesson({ entries: three, drafts: [left] }));

  expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Edit the line" }).value).toBe("They go up by th");
});

test("in_the_lines_letters_tag_s_stars_and_delete_removes_with_a_way_back", async () => {
  const lesson = await open(fakeLesson({ entries: three }));
  await press("{Alt>}l{/Alt}");
  expect(document.activeElement).toBe(row("Qué más ves"));

  await press("b2s");
  await settled();
  expect(lesson.commands().slice(-3)).toEqual(["tag_line", "tag_line", "star_line"]);
  expect(lesson.state.view.entries[2]?.starred).toBe(true);

  await press("{Delete}");
  await settled();
  expect(screen.queryByText("Qué más ves")).toBeNull();
  expect(document.activeElement).toBe(row("They go up by the same"));
  toasts.all[0]?.action?.run();
  await settled();
  expect(lesson.asked.find(({ command }) => command === "undo")?.args).toEqual({ document: "o1" });
});

test("a_letter_with_shift_says_that_the_look_for_was_missing_and_a_second_time_takes_it_back", async () => {
  const lesson = await open(fakeLesson({ entries: three }));
  await press("{Alt>}l{/Alt}");

  await press("b{Shift>}b{/Shift}");
  await settled();
  expect(lesson.state.view.entries[2]).toMatchObject({ tags: [], missing: [1] });
  expect(row("Qué más ves").dataset.signs).toBe("−B\t");
  expect(row("Qué más ves").dataset.said).toBe("Missing B");

  await press("{Shift>}b{/Shift}");
  await settled();
  expect(lesson.state.view.entries[2]).toMatchObject({ tags: [], missing: [] });
});

test("j_k_and_the_arrows_move_through_the_lines_and_escape_leads_back_to_the_field", async () => {
  await open(fakeLesson({ entries: three }));

  await press("{Alt>}l{/Alt}kk");
  expect(document.activeElement).toBe(row("What do you notice?"));
  await press("j{ArrowDown}");
  expect(document.activeElement).toBe(row("Qué más ves"));
  await press("{Escape}");

  expect(document.activeElement).toBe(field());
});

test("a_tag_is_seen_at_its_key_and_a_second_key_waits_for_the_first_on_its_way_to_the_disk", async () => {
  const lesson = await open(fakeLesson({ entries: three }));
  await press("{Alt>}l{/Alt}");
  lesson.hold();

  await press("b");
  expect(row("Qué más ves").dataset.signs).toBe("B\t");
  expect(lesson.state.view.entries[2]?.tags).toEqual([]);
  await press("b");
  expect(row("Qué más ves").dataset.signs).toBeUndefined();
  expect(lesson.asked.filter(({ command }) => command === "tag_line")).toHaveLength(1);
  lesson.release();
  await settled();

  expect(lesson.asked.filter(({ command }) => command === "tag_line").map(({ args }) => args.tagged)).toEqual(["shows", "no"]);
  expect(row("Qué más ves").dataset.signs).toBeUndefined();
});

test("a_tag_that_is_refused_goes_again_and_says_why", async () => {
  const lesson = await open(fakeLesson({ entries: three }));
  lesson.state.refuse.set("tag_line", full);

  await press("{Alt>}l{/Alt}b");
  await settled();

  expect(row("Qué más ves").dataset.signs).toBeUndefined();
  expect(toasts.all.at(-1)?.message).toContain("The disk is full.");
});

test("a_letter_without_a_look_for_tags_nothing", async () => {
  const lesson = await open(fakeLesson({ entries: three }));

  await press("{Alt>}l{/Alt}h");
  await settled();

  expect(lesson.commands()).not.toContain("tag_line");
});

test("find_ignores_accents_counts_the_lines_and_enter_goes_round", async () => {
  await open(fakeLesson({ entries: three }));

  await press("{Control>}f{/Control}que mas");
  expect(screen.getByText("1 of 1")).toBeTruthy();
  expect(screen.getByText("Qué más", { selector: "mark" })).toBeTruthy();
  await userEvent.clear(screen.getByRole("textbox", { name: "Find in the script" }));
  await press("o{Enter}");
  expect(screen.getByText("1 of 2")).toBeTruthy();
  await press("{Escape}");

  expect(document.activeElement).toBe(field());
  expect(screen.queryByRole("search")).toBeNull();
});

test("the_filter_shows_tagged_or_untagged_lines", async () => {
  await open(fakeLesson({ entries: three }));

  await userEvent.click(screen.getByRole("radio", { name: "Tagged 1" }));
  expect(rows()).toHaveLength(1);
  await userEvent.click(screen.getByRole("radio", { name: "Untagged 2" }));

  expect(rows()).toHaveLength(2);
});

test("undo_in_an_empty_line_takes_back_the_last_act_and_in_words_it_is_the_fields_own", async () => {
  const lesson = await open(fakeLesson({ entries: three }));
  await press("x{Control>}z{/Control}");
  expect(lesson.commands()).not.toContain("undo");

  await press("{Backspace}{Control>}z{/Control}");
  await settled();

  expect(lesson.commands()).toContain("undo");
  expect(toasts.all[0]?.message).toBe("Undone: Keep a line");
});

test("pasted_lines_are_a_script_when_the_person_says_so", async () => {
  const lesson = await open();
  await userEvent.paste("8:10 T: Settle down\n8:11 S: Why?");
  expect(field().value).toBe("");

  await userEvent.click(screen.getByRole("button", { name: "Paste as a script with its times" }));
  await settled();

  expect(lesson.commands()).toContain("paste_script");
  expect(rows()).toHaveLength(2);
  expect(document.activeElement).toBe(field());
});

test("pasted_lines_can_be_one_line_and_a_short_paste_asks_nothing", async () => {
  await open();
  await userEvent.paste("first\nsecond");
  await userEvent.click(screen.getByRole("button", { name: "Paste as one line" }));
  expect(field().value).toBe("first second");

  await userEvent.paste(" third");

  expect(field().value).toBe("first second third");
});

test("control_period_pauses_and_goes_on", async () => {
  const lesson = await open();

  await press("{Control>}.{/Control}");
  await settled();
  expect(screen.getByText("Paused")).toBeTruthy();
  await press("{Control>}.{/Control}");
  await settled();

  expect(lesson.commands().filter((command) => command.endsWith("e_observation"))).toEqual(["pause_observation", "resume_observation"]);
});

test("control_enter_finishes_and_the_lines_can_still_be_tagged", async () => {
  const lesson = await open(fakeLesson({ entries: three }));

  await press("last words{Control>}{Enter}{/Control}");
  await settled();
  expect(lesson.state.kept.map(({ typed }) => typed)).toEqual(["last words"]);
  expect(screen.getByText("Finished 8:50, 43 min")).toBeTruthy();
  expect(screen.queryByRole("textbox", { name: "New line" })).toBeNull();
  await press("a");
  await settled();

  expect(lesson.commands().at(-1)).toBe("tag_line");
});

test("control_semicolon_marks_a_moment", async () => {
  await open();

  await press("{Control>};{/Control}");
  await settled();

  expect(screen.getByText("Transition")).toBeTruthy();
});

test("another_windows_lesson_can_be_read_and_not_written", async () => {
  const lesson = fakeLesson({ entries: three });
  lesson.state.readOnly = true;
  await open(lesson);
  expect(screen.getByText(/written in another window/)).toBeTruthy();
  expect(screen.queryByRole("textbox", { name: "New line" })).toBeNull();
  await press("{Alt>}l{/Alt}as{Delete}{Enter}{Control>}z{/Control}");
  await settled();
  expect(lesson.commands().filter((command) => !/^((who_can|open|tick|observation|coaching_cycle)_|prep$|lesson_rubric$)/.test(command))).toEqual([]);

  lesson.state.readOnly = false;
  lesson.say("data-changed", { entities: ["hold"] });
  await settled();

  expect(field()).toBeTruthy();
});

test("while_presenting_names_are_roles_and_private_lines_are_not_there", async () => {
  await open(fakeLesson({ entries: [...three, entry("w1", "calls on the front row only", { kind: "wondering" })] }));
  expect(screen.getByText("calls on the front row only")).toBeTruthy();

  presenting.isOn = true;
  await settled();

  expect(screen.queryByText("calls on the front row only")).toBeNull();
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Teacher");
});

test("leaving_the_screen_saves_the_words_and_gives_the_hold_back", async () => {
  const lesson = fakeLesson();
  const { unmount } = render(Observation, { id: "o1" });
  await screen.findByRole("heading", { name: "Amir Haddad" });
  await waitFor(() => expect(document.activeElement).toBe(field()));
  await press("half a line");

  unmount();
  await settled();

  expect(lesson.state.drafts.at(-1)?.typed).toBe("half a line");
  expect(lesson.commands().at(-1)).toBe("close_observation");
});

test("a_search_hit_opens_at_its_line", async () => {
  await open(fakeLesson({ entries: three }), "e2");

  await waitFor(() => expect(document.activeElement).toBe(row("They go up by the same")));
});

test("a_tag_or_a_star_on_a_row_that_is_no_line_says_why_nothing_happens", async () => {
  const lesson = await open(fakeLesson({ isOpen: false, entries: [...three, entry("m1", "Transition", { kind: "marker", speaker: "" }), entry("g1", "pause 1:00", { kind: "gap", speaker: "" })] }));

  for (const [words, key] of [["Transition", "b"], ["Transition", "s"], ["Paused for 1:00", "b"], ["Paused for 1:00", "s"]] as const) {
    toasts.clear();
    row(words).focus();
    await press(key);
    expect(toasts.all[0]?.message).toBe("Only a line can be tagged or starred.");
  }
  expect(lesson.asked.filter(({ command }) => command === "tag_line" || command === "star_line")).toEqual([]);
});

test("after_finish_the_last_line_has_the_focus_even_when_a_pause_comes_after_it", async () => {
  await open(fakeLesson({ entries: [...three, entry("g1", "pause 1:00", { kind: "gap", speaker: "" })] }));

  await press("{Control>}{Enter}{/Control}");

  await waitFor(() => expect(document.activeElement).toBe(row("Qué más ves")));
});
