import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import BringPrivate from "./BringPrivate.svelte";

const found = { wonderings: 41, lessons: 12, abbreviations: 0, studentNames: 0, here: 2, elsewhere: 1 };

beforeEach(() => document.body.replaceChildren());

async function look(view: typeof found) {
  const rust = fakeRust({ look_at_private_lines: () => view, bring_private_lines: () => ({ rows: 41 }), leave_private_lines: () => null, undo: () => ({ label: "bring private lines from a backup" }) });
  render(BringPrivate);
  await userEvent.type(screen.getByLabelText("Backup of your other computer"), "/b.coachlight-backup");
  await userEvent.type(screen.getByLabelText("Its passphrase or recovery code"), "four words{Enter}");
  return rust;
}

test("what_a_backup_has_is_said_before_it_is_brought_and_how_much_came_afterwards", async () => {
  const { asked } = await look(found);

  await screen.findByText("To bring: 41 private lines in 12 lessons.");
  expect(screen.getByText(/^2 private lines or abbreviations are here already/)).toBeTruthy();
  expect(screen.getByText(/^1 private line is of a lesson that is not on this computer yet, and stays in the backup/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Bring them" }));

  await screen.findByText("41 private lines and abbreviations brought.");
  expect(asked.map(({ command }) => command)).toEqual(["look_at_private_lines", "bring_private_lines"]);
  expect(document.activeElement).toBe(screen.getByLabelText("Backup of your other computer"));
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(asked.at(-1)?.command).toBe("undo");
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
});

test("a_backup_without_anything_new_offers_nothing_to_bring", async () => {
  await look({ ...found, wonderings: 0, lessons: 0 });

  await screen.findByText("It has nothing private that can come here.");
  expect(screen.queryByRole("button", { name: "Bring them" })).toBeNull();
});
