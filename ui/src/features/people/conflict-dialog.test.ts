import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { CoachingConflict } from "$lib/api/people";
import { presenting } from "$lib/presenting.svelte";
import { conflictText as words } from "$lib/text/en/conflict";
import ConflictDialog from "./ConflictDialog.svelte";
import RoleDialog from "./RoleDialog.svelte";

const user = userEvent.setup();
const conflict: CoachingConflict = {
  coach: { id: "dana", name: "Dana Whitfield" }, teacher: { id: "amir", name: "Amir Haddad" }, isPresumed: false, others: [{ id: "lena", name: "Lena Ortiz" }],
};

afterEach(() => (presenting.isOn = false));

test("a_coaching_that_moves_to_nobody_is_asked_about_at_its_field_and_nothing_is_kept", async () => {
  const keep = vi.fn(() => Promise.resolve());
  const close = vi.fn();
  render(ConflictDialog, { conflicts: [conflict], keep, close });

  await user.click(screen.getByRole("button", { name: words.act }));
  expect(await screen.findByText(words.noCoach)).toBeTruthy();
  expect(screen.getByLabelText(words.to).getAttribute("aria-invalid")).toBe("true");
  expect(keep).not.toHaveBeenCalled();
  expect(close).not.toHaveBeenCalled();

  // The test's page takes the first option that can be chosen for the chosen one.
  (screen.getByLabelText(words.to) as HTMLSelectElement).options[0]!.disabled = true;
  await user.selectOptions(screen.getByLabelText(words.to), "lena");
  await user.click(screen.getByRole("button", { name: words.act }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(keep).toHaveBeenCalledWith([{ coach: "dana", teacher: "amir", movesTo: "lena", signed: "" }]);
});

test("the_names_of_a_role_s_conflict_leave_the_screen_while_presenting", async () => {
  fakeRust({ schools: () => [], role_conflicts: () => [conflict] });
  render(RoleDialog, { role: null, person: "dana", close: () => undefined });
  await user.click(await screen.findByRole("button", { name: "Keep" }));
  expect(await screen.findByText(words.what("Dana Whitfield", "Amir Haddad"))).toBeTruthy();

  presenting.isOn = true;

  await waitFor(() => expect(document.body.textContent).not.toMatch(/Haddad|Whitfield|Ortiz/));
});
