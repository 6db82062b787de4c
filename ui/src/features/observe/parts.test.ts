import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { stretch } from "$lib/stretch";
import { addTo } from "./clock.svelte";
import { merge, timeAt } from "./entries";
import { expand } from "./expansion";
import { entry, fakeLesson, settled, view } from "./fake-lesson";
import { plain, rangesOf } from "./find.svelte";
import LookForsDialog from "./LookForsDialog.svelte";
import { isPlainEnough, pastedLines } from "./paste";
import FilesDialog from "./FilesDialog.svelte";
import PrintDialog from "./PrintDialog.svelte";
import { Script } from "./script.svelte";

const known = [{ short: "nv", long: "non-volunteer" }, { short: "école", long: "school" }];

test("an_abbreviation_is_a_whole_word_before_the_space_in_either_case", () => {
  expect(expand("nv ", 3, known)?.after).toBe("non-volunteer ");
  expect(expand("Nv ", 3, known)?.after).toBe("Non-volunteer ");
  expect(expand("NV said", 3, known)?.after).toBe("non-volunteer said");
  expect(expand("École ", 6, known)?.after).toBe("School ");
  expect(expand("env ", 4, known)).toBeNull();
  expect(expand("nv", 2, known)).toBeNull();
  expect(expand("nv ", 3, [])).toBeNull();
});

test("found_words_are_marked_where_they_stand_whatever_their_accents", () => {
  expect(rangesOf("Où est l’Été? été", plain("ete").text)).toEqual([[9, 3], [14, 3]]);
  expect(rangesOf("e\u0301te\u0301", plain("ete").text)).toEqual([[0, 5]]);
  expect(rangesOf("👩🏽‍🏫 says", plain("says").text)).toEqual([[8, 4]]);
  expect(rangesOf("nothing", plain("ete").text)).toEqual([]);
});

test("times_of_day_go_round_the_clock_and_lengths_show_hours_when_there_are_any", () => {
  expect(addTo("9:59:58", 3_000)).toBe("10:00:01");
  expect(addTo("12:59:59", 1_000)).toBe("1:00:00");
  expect(addTo("1:00:00", -1_000)).toBe("12:59:59");
  expect(stretch(768_000)).toBe("12:48");
  expect(stretch(3_768_000)).toBe("1:02:48");
});

test("the_time_of_a_new_line_is_counted_from_the_last_entry", () => {
  expect(timeAt([entry("a", "x", { time: "9:12:00", offsetMs: 60_000 })], 65_000)).toBe("9:12:05");
});

test("an_entry_that_did_not_change_stays_the_same_object", () => {
  const before = [entry("a", "one"), entry("b", "two")];

  const after = merge(before, [entry("a", "one"), entry("b", "two", { tags: [1] }), entry("c", "three")]);

  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect(after.map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("a_line_that_began_before_a_gap_stands_before_it", () => {
  const gap = entry("g", "restart 0:10", { kind: "gap", offsetMs: 90_000 });

  const merged = merge([gap], [gap, entry("k", "half a thought", { offsetMs: 62_000 })]);

  expect(merged.map(({ id }) => id)).toEqual(["k", "g"]);
});

test("an_unwritten_line_break_at_the_end_of_a_paste_asks_nothing", () => {
  expect(isPlainEnough("one line\n")).toBe(true);
  expect(isPlainEnough("one\r\ntwo")).toBe(false);
  expect(pastedLines("one\r\n\r\n two\r")).toEqual(["one", " two"]);
});

test("a_changed_set_of_look_fors_becomes_its_next_version_and_is_used", async () => {
  const { asked } = fakeRust({
    ...openAnswers(),
    look_for_sets: () => [{ id: "s1", title: "Talk", version: 1, lookFors: ["Asks for reasons", "Wait time"] }],
    save_look_for_set: ({ set }) => [{ id: "s2", version: 2, ...(set as { title: string; lookFors: string[] }) }],
    choose_look_fors: () => view(),
  });
  const script = new Script("o1");
  await script.open();
  render(LookForsDialog, { script, close: () => undefined });
  await screen.findByRole("button", { name: "Use this set" });

  await userEvent.type(screen.getByRole("textbox", { name: "Look-for C" }), "Models");
  await userEvent.click(screen.getByRole("button", { name: "Keep as version 2 and use it" }));
  await settled();

  expect(asked.find(({ command }) => command === "save_look_for_set")?.args).toEqual({
    set: { follows: "s1", title: "Talk", lookFors: ["Asks for reasons", "Wait time", "Models"] },
  });
  expect(asked.at(-1)).toEqual({ command: "choose_look_fors", args: { observation: "o1", set: "s2" } });
});

test("private_lines_are_printed_only_when_asked_for_and_where_the_person_chose", async () => {
  const { asked } = fakeRust({
    suggested_file: () => "observation 2026-10-05.pdf",
    choose_save: () => "/chosen/here.pdf",
    print_observation: () => null,
  });
  render(PrintDialog, { view: view({ entries: [entry("w", "why", { kind: "wondering" })] }), close: () => undefined });

  await userEvent.click(screen.getByRole("button", { name: "Save the PDF" }));
  await settled();
  await userEvent.click(screen.getByRole("radio", { name: "Print too" }));
  await userEvent.click(screen.getByRole("button", { name: "Save the PDF" }));
  await settled();

  const printed = asked.filter(({ command }) => command === "print_observation").map(({ args }) => args);
  expect(printed).toEqual([
    { id: "o1", path: "/chosen/here.pdf", withPrivate: false },
    { id: "o1", path: "/chosen/here.pdf", withPrivate: true },
  ]);
});

test("five_hundred_lines_stay_and_only_the_new_one_is_added_when_a_line_is_kept", async () => {
  const entries = Array.from({ length: 500 }, (_, at) => entry(`e${at}`, `line ${at}`));
  fakeLesson({ entries });
  const script = new Script("o1");
  await script.open();
  const before = script.rows.kept;
  const area = document.createElement("textarea");
  script.draft!.field.attach(area);
  area.value = "new";
  area.dispatchEvent(new InputEvent("input"));

  script.draft!.keep();
  await script.draft!.settle();

  expect(script.rows.kept).toHaveLength(501);
  expect(script.rows.kept.slice(0, 500).every((one, at) => one === before[at])).toBe(true);
});

function openAnswers() {
  return {
    open_observation: () => ({ view: view(), readOnly: false }),
    save_draft: () => ({ written: true, saved: "8:08:30" }),
  };
}

test("a_file_is_added_by_its_path_and_one_that_is_still_elsewhere_says_how_much_of_it_is_here", async () => {
  const file = { id: "a1", name: "board.jpg", size: "1.4 MB", place: "coming", here: 3, parts: 4 };
  const { asked } = fakeRust({
    attachments: () => [file, { ...file, id: "a2", name: "plan.pdf", place: "both", here: 4 }],
    exchange_state: () => ({ now: "resting", service: "https://example.org", waiting: 0, attention: 0, received: "16:02", others: null }),
    add_attachment: () => null,
  });
  render(FilesDialog, { observation: "o1", isWritable: true, close: () => undefined });
  await settled();

  expect(screen.getByRole("list", { name: "Files of this observation" }).textContent).toContain("3 of 4 parts are here");
  expect(screen.queryByRole("button", { name: "Save board.jpg elsewhere" })).toBeNull();
  expect(screen.getByRole("button", { name: "Save plan.pdf elsewhere" })).toBeTruthy();

  await userEvent.type(screen.getByLabelText("File to add"), "/photos/board.jpg{Enter}");
  await settled();

  expect(asked.find(({ command }) => command === "add_attachment")?.args).toEqual({ observation: "o1", path: "/photos/board.jpg" });
});
