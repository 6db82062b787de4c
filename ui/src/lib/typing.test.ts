import { expect, test, vi } from "vitest";
import { fakeRust } from "../dev/fake-rust";
import { Typing } from "./typing.svelte";

const asked = (rust: ReturnType<typeof fakeRust>, name: string) => rust.asked.filter(({ command }) => command === name);

/** A field whose journal holds this, of a record that says that. */
async function field(journaled: string | null, kept: string, keep: () => unknown = () => null) {
  const rust = fakeRust({
    typed_words: () => ({ number: 3, text: journaled }),
    save_typed: () => ({ written: true, saved: "9:12:20" }),
    keep_typed: keep,
  });
  const typing = new Typing("row", "praise", kept);
  await typing.begin();
  return { rust, typing };
}

test("words_in_the_journal_are_kept_also_when_the_record_says_the_same", async () => {
  const { rust } = await field("Hello ", "Hello");
  expect(asked(rust, "keep_typed")).toHaveLength(1);
});

test("a_field_in_which_nothing_was_typed_keeps_nothing", async () => {
  const { rust, typing } = await field(null, "Hello");
  await typing.settle();
  expect(asked(rust, "keep_typed")).toHaveLength(0);
});

test("words_that_are_refused_stay_with_the_reason_and_go_when_they_fit", async () => {
  const keep = vi.fn().mockImplementationOnce(() => {
    throw { code: "invalid", message: "Too long." };
  });
  const { typing } = await field(null, "", keep);

  typing.input("far too long");
  await typing.settle();
  expect([typing.text, typing.problem?.message]).toEqual(["far too long", "Too long."]);

  typing.input("short");
  await typing.settle();
  expect([typing.text, typing.problem]).toEqual(["short", null]);
});

test("what_comes_from_elsewhere_is_shown_unless_something_else_is_being_typed", async () => {
  const { typing } = await field(null, "Hello");
  typing.follow("Hello there");
  expect(typing.text).toBe("Hello there");

  typing.input("Hello there, you");
  typing.follow("Good morning");
  expect(typing.text).toBe("Hello there, you");
});
