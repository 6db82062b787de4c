import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../dev/fake-rust";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { router } from "$lib/router/router.svelte";
import { session } from "$lib/session.svelte";
import { defaults } from "$lib/api/settings";
import { screens } from "../screens.svelte";
import { layers } from "./layers.svelte";
import Shell from "./Shell.svelte";

const user = userEvent.setup();
const heard: string[] = [];
let forget: () => void;

const seen = (id: string) => ({ id, day: "Mon 9 Nov", started: "8:07", teacher: null, context: "", duration: "20 min", isOpen: false, lines: 3, tagged: 0, isShared: false, from: null, kind: "scripted", entries: 0, isCalibration: false, coach: null });

// Nothing is read any more when a test ends.
beforeAll(() => screens.readRest());
beforeEach(() => {
  fakeRust({ set_presenting: () => null, observations: () => ({ rows: [seen("o1"), seen("o2")], total: 2 }), teachers: () => [] });
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

test("a_new_screen_has_the_focus_on_its_heading_and_the_arrows_go_on_into_its_list", async () => {
  router.route = { name: "settings", params: {} };
  open();

  await user.keyboard("go");
  const [first, second] = (await screen.findAllByRole("listitem")).map((item) => item.querySelector("button"));
  expect(document.activeElement?.tagName).toBe("H1");
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(first);
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(second);
});

test("the_arrows_of_a_control_outside_the_list_stay_its_own", async () => {
  open();
  await screen.findAllByRole("listitem");
  const button = screen.getByRole("button", { name: /^New observation/ });
  button.focus();

  await user.keyboard("{ArrowDown}");

  expect(document.activeElement).toBe(button);
});
