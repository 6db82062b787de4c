import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../dev/fake-rust";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { router } from "$lib/router/router.svelte";
import { session } from "$lib/session.svelte";
import { defaults } from "$lib/api/settings";
import { layers } from "./layers.svelte";
import Shell from "./Shell.svelte";

const user = userEvent.setup();
const heard: string[] = [];
let forget: () => void;

beforeEach(() => {
  fakeRust({ set_presenting: () => null, observations: () => ({ observations: [], total: 0 }), teachers: () => [] });
  session.view = {
    profile: { id: "p1", label: "Mine", demo: false }, me: { id: "m", name: "Maya Ellison", role: "Coach" },
    zone: "America/Chicago", settings: defaults, openObservation: null, presenting: false,
  } as never;
  router.route = { name: "observe", params: {} };
  window.addEventListener("keydown", keys.dispatch);
});
afterEach(() => {
  window.removeEventListener("keydown", keys.dispatch);
  forget?.();
  presenting.isOn = false;
  layers.close();
  heard.length = 0;
});

function open() {
  render(Shell);
  // Stands for every letter that acts on the screen behind.
  forget = keys.add({ "observe.new.outside": () => void heard.push("O"), "help.outside": () => void heard.push("?") });
}

test("while_presenting_the_search_key_says_so_and_keeps_what_is_typed_from_the_screen_until_escape", async () => {
  presenting.isOn = true;
  open();

  await user.keyboard("{Control>}k{/Control}");
  expect(screen.getByText("Search is hidden while presenting. Ctrl Shift P ends presenting.")).toBeTruthy();
  await user.keyboard("who o?{Enter}");
  expect([heard, layers.top]).toEqual([[], "search-hidden"]);

  layers.close();
  await user.keyboard("o");
  expect(heard).toEqual(["O"]);
});

test("what_says_that_search_is_hidden_goes_when_presenting_ends", async () => {
  presenting.isOn = true;
  open();
  await user.keyboard("{Control>}k{/Control}");

  await user.keyboard("{Control>}{Shift>}p{/Shift}{/Control}");

  expect([presenting.isOn, layers.top]).toEqual([false, null]);
});
