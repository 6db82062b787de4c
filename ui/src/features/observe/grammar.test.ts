import { expect, test } from "vitest";
import { escape, parse, split } from "./grammar";

const line = (text: string) => [parse(text).speaker, parse(text).text];

test("a_speaker_sign_counts_only_at_the_start_and_in_either_case", () => {
  expect(line("T What do you notice?")).toEqual(["T", "What do you notice?"]);
  expect(line("s3 they go up by the same")).toEqual(["S3", "they go up by the same"]);
  expect(line("SS chorus: six")).toEqual(["Ss", "chorus: six"]);
  expect(line("a pairs at the board")).toEqual(["A", "pairs at the board"]);
  expect(line("A student points")).toEqual([null, "A student points"]);
  expect(line("Mateo: t shirt")).toEqual([null, "Mateo: t shirt"]);
  expect(line("s100 x")).toEqual([null, "s100 x"]);
});

test("a_backslash_writes_the_sign_itself", () => {
  expect(line("\\t minus one")).toEqual([null, "t minus one"]);
  expect(parse("five \\*")).toMatchObject({ text: "five *", isStarred: false });
  expect(split("http:\\//x").wondering).toBeNull();
  expect(parse("http:\\//x").text).toBe("http://x");
});

test("everything_after_two_strokes_is_private", () => {
  expect(split("// calls on front row only")).toEqual({ evidence: "", wondering: " calls on front row only" });
  expect(split("T go on // too fast? // yes")).toEqual({ evidence: "T go on ", wondering: " too fast? // yes" });
});

test("a_star_and_look_for_signs_leave_the_words_alone", () => {
  expect(parse("T say more #l2 about it #d *")).toEqual({
    speaker: "T", isAlternate: false, text: "say more about it", isStarred: true, lookFors: [1, 3],
  });
  expect(parse("room #12").text).toBe("room #12");
  expect(parse("#l9 no such letter").text).toBe("#l9 no such letter");
});

test("a_caret_means_the_speaker_of_two_lines_ago", () => {
  expect(parse("^yes")).toMatchObject({ isAlternate: true, text: "yes", speaker: null });
});

test("right_to_left_and_combined_letters_pass_unchanged", () => {
  expect(line("T שלום לכולם")).toEqual(["T", "שלום לכולם"]);
  expect(line("s e\u0301toile 👩🏽‍🏫")).toEqual(["S", "e\u0301toile 👩🏽‍🏫"]);
});

test("a_kept_text_that_is_edited_without_a_change_stays_the_same", () => {
  const texts = ["t minus one", "^ is a sign", "see http://x // there", "five *", "say #b aloud", "a dog barks", "plain", "שלום"];

  for (const text of texts) {
    const { evidence, wondering } = split(escape(text));
    expect(wondering).toBeNull();
    expect(parse(evidence)).toEqual({ speaker: null, isAlternate: false, text, isStarred: false, lookFors: [] });
  }
});
