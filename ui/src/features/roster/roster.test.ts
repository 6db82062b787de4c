import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { FileProblem, MappingView, RosterPreview } from "$lib/api/imports";
import Roster from "./Roster.svelte";

const user = userEvent.setup();
const preview: RosterPreview = {
  token: "t1", kind: "oneroster", mapping: null, roles: [{ source: "para", rows: 5, target: null }],
  counts: [{ entity: "person", added: 6, changed: 0, ended: 0, same: 34 }],
  changes: [{ entity: "person", change: "added", label: "Adaeze Okafor", detail: "" }], moreChanges: 5, problems: [],
  studentsLeftOut: 612, ending: { count: 0, of: 40, asks: false }, canImport: true,
};
const problem: FileProblem = {
  file: "users.csv", row: 14, column: "email", code: "valueUnknown", message: "This is no address.", hint: "Correct it.", severity: "notice",
};
const mapping: MappingView = {
  headers: ["Name", "Building"], sample: [["Adaeze Okafor", "Lincoln"]], columns: ["full_name", "ignore"],
  fields: ["full_name", "school", "ignore"], remembered: false,
};

/** Opens the screen and reads a file. */
async function read(answer: RosterPreview | (() => Promise<RosterPreview>)) {
  const rust = fakeRust({
    imports: () => [],
    preview_roster: () => (typeof answer === "function" ? answer() : answer),
    import_roster: () => ({ id: "i1", summary: "6 people were added." }),
    undo_import: () => null,
    cancel_preview: () => null,
  });
  render(Roster, {});
  await user.type(screen.getByLabelText("File or folder"), "roster.zip{Enter}");
  const asked = (command: string) => rust.asked.filter((one) => one.command === command).map((one) => one.args);
  return { asked };
}

const importButton = () => screen.findByRole<HTMLButtonElement>("button", { name: "Import" });

test("a_typed_path_is_read_with_enter_and_nothing_is_stored", async () => {
  const { asked } = await read(preview);

  await importButton();

  expect(asked("preview_roster")).toEqual([{ path: "roster.zip", mapping: null, roles: [] }]);
  expect(asked("import_roster")).toEqual([]);
  expect(screen.getByText("Nothing is stored yet.")).toBeTruthy();
  expect(screen.getByText(/612 students are left out/)).toBeTruthy();
});

test("importing_shows_what_was_done_and_can_be_undone", async () => {
  const { asked } = await read(preview);

  await user.click(await importButton());
  await screen.findByText("6 people were added.");
  await user.click(screen.getByRole("button", { name: "Undo the import" }));

  expect(await screen.findByText(/The import is undone/)).toBeTruthy();
  expect([asked("import_roster"), asked("undo_import")]).toEqual([[{ token: "t1", endMany: false }], [{ id: "i1" }]]);
});

test("when_many_are_missing_nothing_is_chosen_and_import_waits_for_the_answer", async () => {
  const { asked } = await read({ ...preview, ending: { count: 9, of: 41, asks: true } });
  const button = await importButton();
  const answers = screen.getAllByRole<HTMLInputElement>("radio");
  expect([button.disabled, ...answers.map((one) => one.checked)]).toEqual([true, false, false]);
  expect(screen.getByText(/9 records of 41 are not in this file: 22 percent/)).toBeTruthy();

  await user.click(screen.getByLabelText("It is the whole roster: end them"));
  await user.click(button);

  await waitFor(() => expect(asked("import_roster")).toEqual([{ token: "t1", endMany: true }]));
});

test("leaving_the_missing_as_they_are_ends_nobody", async () => {
  const { asked } = await read({ ...preview, ending: { count: 9, of: 41, asks: true } });

  await user.click(await screen.findByLabelText("It is a part of it: leave them as they are"));
  await user.click(await importButton());

  await waitFor(() => expect(asked("import_roster")).toEqual([{ token: "t1", endMany: false }]));
});

test("when_only_endings_are_in_the_file_and_they_are_left_there_is_nothing_to_import", async () => {
  const counts = [{ entity: "person", added: 0, changed: 0, ended: 9, same: 32 }];
  await read({ ...preview, counts, ending: { count: 9, of: 41, asks: true } });

  await user.click(await screen.findByLabelText("It is a part of it: leave them as they are"));

  expect((await importButton()).disabled).toBe(true);
  expect(screen.getByText("There is nothing to import.")).toBeTruthy();
});

test("a_problem_that_stops_is_shown_first_and_import_cannot_be_pressed", async () => {
  const stops: FileProblem = { ...problem, row: null, column: null, severity: "stops", message: "There is no column sourcedId." };
  await read({ ...preview, problems: [stops], canImport: false });

  expect((await importButton()).disabled).toBe(true);
  expect(screen.getByText("There is no column sourcedId.")).toBeTruthy();
  expect(screen.getByText(/must be corrected in the file first/)).toBeTruthy();
});

test("a_problem_names_file_row_and_column_and_what_to_do", async () => {
  await read({ ...preview, problems: [problem] });

  const list = await screen.findByRole("list", { name: "Problems in the file" });

  expect(within(list).getByText("users.csv, row 14, email")).toBeTruthy();
  expect(within(list).getByText("Correct it.")).toBeTruthy();
});

test("many_problems_are_narrowed_by_words_and_by_kind", async () => {
  const many = Array.from({ length: 9 }, (_, at): FileProblem => ({ ...problem, row: at + 2, severity: at === 0 ? "leftOut" : "notice" }));
  await read({ ...preview, problems: many });
  const list = await screen.findByRole("list", { name: "Problems in the file" });
  const rows = () => within(list).getAllByText(/users.csv/).length;

  await user.click(screen.getByLabelText("1 left out"));
  expect(rows()).toBe(1);
  await user.click(screen.getByLabelText("All 9"));
  await user.type(screen.getByLabelText("Find in the problems"), "row 5");
  expect(rows()).toBe(1);
});

test("a_file_that_changes_nothing_says_so", async () => {
  await read({ ...preview, counts: [{ entity: "person", added: 0, changed: 0, ended: 0, same: 40 }], changes: [] });

  expect((await importButton()).disabled).toBe(true);
  expect(screen.getByText(/Importing it would change nothing/)).toBeTruthy();
});

test("another_meaning_of_a_column_is_read_again_before_it_can_be_imported", async () => {
  const { asked } = await read({ ...preview, mapping });

  await user.selectOptions(await screen.findByLabelText("What the column Building is"), "school");

  await waitFor(() => expect(asked("preview_roster")).toHaveLength(2));
  expect(asked("preview_roster")[1]?.mapping).toEqual({
    columns: [{ header: "Name", target: "full_name" }, { header: "Building", target: "school" }],
    roleMapping: [],
    defaultRole: "teacher",
  });
  await waitFor(() => expect(asked("cancel_preview")).toEqual([{ token: "t1" }]));
});

test("the_meaning_of_a_role_goes_with_the_next_reading", async () => {
  const { asked } = await read(preview);

  await user.selectOptions(await screen.findByLabelText("What para means"), "teacher");

  await waitFor(() => expect(asked("preview_roster")[1]?.roles).toEqual([{ source: "para", target: "teacher" }]));
});

test("a_reading_that_was_cancelled_shows_nothing_when_it_comes_and_is_released", async () => {
  let answer: (preview: RosterPreview) => void = () => undefined;
  const { asked } = await read(() => new Promise((settle) => (answer = settle)));

  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  answer(preview);

  await waitFor(() => expect(asked("cancel_preview")).toEqual([{ token: "" }, { token: "t1" }]));
  expect(screen.queryByText("What would change")).toBeNull();
  expect(screen.getByLabelText("File or folder")).toBeTruthy();
});

test("a_file_that_cannot_be_read_leaves_the_choice_and_says_why", async () => {
  await read(() => Promise.reject({ code: "file", message: "This file could not be read. Nothing was changed." }));

  expect(await screen.findByText("This file could not be read. Nothing was changed.")).toBeTruthy();
  expect(screen.getByLabelText("File or folder")).toBeTruthy();
});
