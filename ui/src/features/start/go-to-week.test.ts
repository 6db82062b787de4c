import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import App from "../../App.svelte";
import { fakeRust } from "../../dev/fake-rust";
import { defaults } from "$lib/api/settings";
import { session } from "$lib/session.svelte";

const user = userEvent.setup();
const code = ["AAAA", "BBBB", "CCCC", "DDDD"];

afterEach(() => void (session.phase = "starting"));

/** As far as the button "Go to This week", which is answered when `load` is called. */
async function reachTheEnd() {
  let load = () => {};
  const loaded = new Promise<void>((done) => (load = done));
  fakeRust({
    start: () => ({ problem: null, opened: null, profiles: [], zone: "America/Chicago", zones: [] }),
    create_profile: () => ({ id: "p1", recoveryCode: code }),
    confirm_recovery: () => true,
    session: async () => {
      await loaded;
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
