import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test } from "vitest";
import App from "../../App.svelte";
import { fakeRust } from "../../dev/fake-rust";
import { defaults } from "$lib/api/settings";
import { session } from "$lib/session.svelte";
import { screens } from "../../screens.svelte";

const user = userEvent.setup();
const code = ["AAAA", "BBBB", "CCCC", "DDDD"];

// Nothing is read any more when a test ends.
beforeAll(() => screens.readRest(), 60_000);
afterEach(() => void (session.phase = "starting"));

/** As far as the button "Go to This week", which is answered when `load` is called, and refused while `refusal` is there. */
async function reachTheEnd(refusal: object | null = null) {
  let load = () => {};
  const loaded = new Promise<void>((done) => (load = done));
  const profiles: object[] = [];
  fakeRust({
    start: () => ({ problem: null, opened: null, profiles, zone: "America/Chicago", zones: [] }),
    create_profile: () => (profiles.push({ id: "p1", label: "Mine", demo: false }), { id: "p1", recoveryCode: code }),
    confirm_recovery: () => true,
    session: async () => {
      await loaded;
      if (refusal) throw refusal;
      return {
        profile: { id: "p1", label: "Mine", demo: false }, me: { id: "m", name: "Dana Whitfield", role: "Coach" },
        zone: "America/Chicago", settings: defaults, openObservation: null, presenting: false,
      };
    },
    teachers: () => [],
  });
  render(App);
  await user.click(await screen.findByRole("button", { name: /Start alone/ }));
  for (const label of ["Given name", "Family name", "Organisation", "School"]) await user.type(screen.getByLabelText(label), "x");
  for (const label of ["Passphrase", "Passphrase again"]) await user.type(screen.getByLabelText(label), "four unrelated words");
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("button", { name: "I have kept it" }));
  for (const field of screen.getAllByLabelText(/^Group/)) await user.type(field, "x");
  await user.keyboard("{Enter}");
  await screen.findByRole("button", { name: "Go to This week" });
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Go to This week"));
  return load;
}

test("a_new_observation_that_is_asked_for_while_the_week_is_read_waits_there_with_what_was_typed", async () => {
  const load = await reachTheEnd();

  await user.keyboard("{Enter}{Control>}n{/Control}ami");
  load();

  const field = await screen.findByRole<HTMLInputElement>("combobox", { name: "Whose lesson?" });
  expect([field.value, document.activeElement]).toEqual(["ami", field]);
  await user.keyboard("r");
  expect(field.value).toBe("amir");
});

test("a_week_that_cannot_be_opened_after_the_recovery_code_is_said_with_a_way_on", async () => {
  const load = await reachTheEnd({ code: "disk", message: "There is no room on the disk.", hint: "Free some space, then try again." });

  await user.keyboard("{Enter}");
  load();

  expect(await screen.findByText(/Your profile is made .* There is no room on the disk/)).toBeTruthy();
  expect(screen.getByText("Free some space, then try again.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByLabelText("Passphrase")).toBeTruthy();
});
