import { beforeEach, expect, test } from "vitest";
import { defaults } from "$lib/api/settings";
import { saving } from "$lib/saving.svelte";
import { session } from "$lib/session.svelte";
import { toasts } from "$lib/toasts.svelte";
import { fakeLesson, full, settled } from "./fake-lesson";
import { Script } from "./script.svelte";

/** An open script with a text area in the page, as the screen has it. */
async function begin(rust = fakeLesson()) {
  const script = new Script("o1");
  await script.open();
  const area = document.body.appendChild(document.createElement("textarea"));
  const draft = script.draft!;
  draft.field.attach(area);
  const type = (text: string) => {
    area.value += text;
    area.dispatchEvent(new InputEvent("input", { data: text.at(-1), inputType: "insertText" }));
  };
  const texts = () => script.rows.visible.map((entry) => entry.text);
  return { rust, script, draft, area, type, texts };
}

beforeEach(() => {
  document.body.replaceChildren();
  saving.problem = null;
});

test("a_kept_line_clears_the_field_and_is_shown_before_the_disk_answers", async () => {
  const { rust, draft, area, type, texts, script } = await begin();
  rust.hold();
  type("T What do you notice?");
  await settled();

  draft.keep();

  expect(area.value).toBe("");
  expect(texts()).toEqual(["What do you notice?"]);
  expect(script.rows.visible[0]).toMatchObject({ speaker: "T" });
  expect(rust.state.kept).toEqual([]);
});

test("lines_are_kept_in_order_with_rising_numbers_while_the_disk_is_slow", async () => {
  const { rust, draft, type, texts } = await begin();
  rust.hold();
  for (const words of ["one", "two", "three"]) {
    type(words);
    draft.keep();
  }
  type("four");
  await settled();

  rust.release();
  await draft.settle();

  expect(rust.state.kept.map(({ typed }) => typed)).toEqual(["one", "two", "three"]);
  expect(texts()).toEqual(["one", "two", "three"]);
  const numbers = rust.asked.flatMap(({ args }) => ((args.draft ?? args.line) as { number: number } | undefined)?.number ?? []);
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  expect(rust.state.drafts.at(-1)).toMatchObject({ typed: "four" });
});

test("no_draft_is_written_between_two_lines_that_wait", async () => {
  const { rust, draft, type } = await begin();
  rust.hold();
  type("one");
  draft.keep();
  type("two");
  draft.keep();
  type("three");
  await settled();

  rust.release();
  await draft.settle();

  const order = rust.commands().filter((command) => command === "save_draft" || command === "keep_line");
  expect(order.slice(0, 3)).toEqual(["save_draft", "keep_line", "keep_line"]);
  expect(rust.state.drafts.at(-1)?.typed).toBe("three");
});

test("the_next_line_is_written_without_waiting_for_a_slow_keep_and_once_more_after_it", async () => {
  const { rust, draft, type } = await begin();
  rust.hold();
  type("one");
  draft.keep();
  await settled();
  type("t");
  await settled();
  expect(rust.state.drafts.map(({ typed }) => typed)).toEqual(["one", "t"]);

  rust.release();
  await draft.settle();

  expect(rust.state.drafts.map(({ typed }) => typed)).toEqual(["one", "t", "t"]);
});

test("the_age_of_a_line_counts_from_its_first_key", async () => {
  const { rust, draft, type } = await begin();
  type("T");
  draft.field.firstKey = performance.now() - 9_000;
  type(" go on");

  draft.keep();
  await draft.settle();

  expect(rust.state.kept[0]?.ageMs).toBeGreaterThanOrEqual(9_000);
});

test("an_emptied_field_has_a_new_first_key", async () => {
  const { draft, area, type } = await begin();
  type("x");
  area.value = "";
  area.dispatchEvent(new InputEvent("input"));

  expect(draft.field.firstKey).toBeNull();
});

test("a_line_that_cannot_be_kept_goes_back_to_the_empty_field", async () => {
  const { rust, draft, area, type, texts } = await begin();
  rust.state.refuse.set("keep_line", full);
  type("T not lost");

  draft.keep();
  await settled();

  expect(area.value).toBe("T not lost");
  expect(texts()).toEqual([]);
  expect(draft.problem?.code).toBe("disk");
  expect(rust.state.drafts.at(-1)?.typed).toBe("T not lost");
});

test("a_line_that_fails_while_the_next_one_is_typed_waits_and_is_kept_first", async () => {
  const { rust, draft, area, type, texts } = await begin();
  rust.hold();
  type("one");
  draft.keep();
  type("two");
  rust.state.refuse.set("keep_line", full);
  rust.release();
  await settled();
  expect(texts()).toEqual(["one"]);
  expect(area.value).toBe("two");
  expect(rust.state.drafts.at(-1)?.typed).toBe("one\ntwo");

  rust.state.refuse.clear();
  draft.keep();
  await draft.settle();

  expect(rust.state.kept.map(({ typed }) => typed)).toEqual(["one", "two"]);
  expect(draft.isUnsaved).toBe(false);
});

test("a_line_that_can_never_be_kept_goes_in_front_of_what_is_typed", async () => {
  const { rust, draft, area, type } = await begin();
  rust.hold();
  type("too long");
  draft.keep();
  type("next");
  rust.state.refuse.set("keep_line", { code: "invalid", message: "This line is too long." });

  rust.release();
  await settled();

  expect(area.value).toBe("too long\nnext");
  expect(draft.problem?.message).toBe("This line is too long.");
});

test("typing_goes_on_while_the_disk_is_full_and_the_banner_goes_when_it_is_not", async () => {
  const { rust, area, type } = await begin();
  rust.state.refuse.set("save_draft", full);
  type("T some words");
  await settled();
  expect(saving.problem?.message).toMatch(/^Not saved yet\./);
  type(" more");

  rust.state.refuse.clear();
  type(" still");
  await settled();

  expect(area.value).toBe("T some words more still");
  expect(rust.state.drafts.at(-1)?.typed).toBe("T some words more still");
  expect(saving.problem).toBeNull();
});

test("the_banner_says_since_when", async () => {
  const { rust, type } = await begin();
  type("a");
  await settled();
  rust.state.refuse.set("save_draft", full);

  type("b");
  await settled();

  expect(saving.problem?.message).toBe("Not saved since 8:08:30. The disk is full.");
});

test("an_empty_field_or_signs_without_words_keep_nothing", async () => {
  const { rust, draft, area, type } = await begin();
  draft.keep();
  type("T ");

  draft.keep();
  await settled();

  expect(rust.state.kept).toEqual([]);
  expect(area.value).toBe("T ");
});

test("words_after_two_strokes_are_shown_as_private_at_once", async () => {
  const { draft, type, script } = await begin();
  type("S3 they go up // calls on front row only");
  expect(draft.field.hasWondering).toBe(true);

  draft.keep();

  expect(script.rows.visible.map(({ kind, text }) => [kind, text])).toEqual([
    ["line", "they go up"],
    ["wondering", "calls on front row only"],
  ]);
});

test("a_caret_takes_the_speaker_of_two_lines_ago", async () => {
  const { draft, type, script } = await begin();
  for (const words of ["T one", "S two", "^three"]) {
    type(words);
    draft.keep();
  }

  expect(script.rows.visible.map(({ speaker }) => speaker)).toEqual(["T", "S", "T"]);
});

test("a_draft_that_was_left_stands_in_the_field_again_and_its_number_goes_on", async () => {
  const left = { line: null, typed: "T half a sen", speaker: "", tags: [1], caret: 4, number: 41, typedTime: "", time: "8:08:00" };
  const { rust, area, type } = await begin(fakeLesson({ drafts: [left] }));
  expect(area.value).toBe("T half a sen");
  expect(area.selectionStart).toBe(4);

  type("tence");

  expect(rust.state.drafts[0]).toMatchObject({ number: 42, typed: "T half a sentence" });
});

test("a_tag_chosen_for_a_line_is_journaled_with_its_words_and_comes_back_after_a_restart", async () => {
  const { rust, script, draft, type } = await begin();
  type("waits four seconds");
  draft.toggleTag(1);
  await settled();
  const { typed, tags } = rust.state.drafts.at(-1)!;
  const left = { line: null, typed, tags, speaker: "", caret: 0, number: 9, typedTime: "", time: "8:08:00" };

  const again = await begin(fakeLesson({ drafts: [left] }));
  again.draft.keep();
  await again.draft.settle();

  expect(script.draft?.tags).toEqual([1]);
  expect(again.rust.state.kept[0]).toMatchObject({ typed: "waits four seconds", tags: [1] });
});

test("tags_chosen_for_a_line_go_with_it_and_not_with_the_next", async () => {
  const { rust, draft, type } = await begin();
  type("one");
  draft.toggleTag(1);
  draft.keep();
  type("two");
  draft.keep();
  await draft.settle();

  expect(rust.state.kept.map(({ tags }) => tags)).toEqual([[1], []]);
});

test("words_that_stand_in_the_field_are_kept_before_the_lesson_is_finished", async () => {
  const { rust, script, draft, type } = await begin();
  type("last words");
  draft.toggleTag(0);

  await script.finish();

  expect(rust.state.kept).toMatchObject([{ typed: "last words", tags: [0] }]);
  expect(rust.commands().at(-1)).toBe("finish_observation");
  expect(script.draft).toBeNull();
});

test("abbreviations_grow_at_the_space_and_one_backspace_takes_that_back", async () => {
  session.settings = { ...defaults, abbreviations: [{ short: "nv", long: "non-volunteer" }] };
  const { draft, area, type } = await begin();
  type("Calls on nv");
  type(" ");
  expect(area.value).toBe("Calls on non-volunteer ");

  area.dispatchEvent(new KeyboardEvent("keydown", { key: "Backspace", cancelable: true }));

  expect(area.value).toBe("Calls on nv ");
  expect(draft.field.typed).toBe("Calls on nv ");
});

test("a_key_chosen_speaker_goes_before_a_typed_sign", async () => {
  const { draft, area, type } = await begin();
  type("S they said");

  draft.field.choose("T");

  expect(area.value).toBe("they said");
  expect(draft.field.shown).toBe("T");
});

test("the_sign_for_two_lines_ago_alone_takes_that_speaker_for_the_line_that_follows", async () => {
  const { rust, draft, area, type } = await begin();
  for (const words of ["T one", "S two", "^"]) {
    type(words);
    draft.keep();
  }
  expect([area.value, draft.field.shown]).toEqual(["", "T"]);

  type("three");
  draft.keep();
  await draft.settle();

  expect(rust.state.kept.map(({ typed, speaker }) => [typed, speaker])).toEqual([["T one", ""], ["S two", ""], ["three", "T"]]);
});

test("the_sign_for_two_lines_ago_stays_and_says_why_where_nobody_is_named_there", async () => {
  const { rust, draft, area, type } = await begin();
  type("^");

  draft.keep();

  expect(area.value).toBe("^");
  expect(toasts.all[0]?.message).toBe("^ takes the speaker of two lines ago, and nobody is named there.");
  expect(rust.state.kept).toEqual([]);
});
