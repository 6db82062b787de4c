import { beforeEach, expect, test } from "vitest";
import { fakeRust } from "../dev/fake-rust";
import type { SessionView, StartView } from "./api/session";
import { defaults } from "./api/settings";
import { invoke } from "./api/ipc";
import { keys } from "./keys/keys.svelte";
import { router } from "./router/router.svelte";
import { saving } from "./saving.svelte";
import { session } from "./session.svelte";

const maya = { id: "p1", label: "Maya", demo: false };
const found: StartView = { profiles: [maya], opened: null, problem: null, zones: [], zone: "UTC", demo: false };
const view: SessionView = {
  profile: maya,
  me: { id: "m", name: "Maya Ellison", role: "Coach" },
  organisation: "North Ridge",
  school: "Lincoln Elementary",
  zone: "America/Chicago",
  today: "2026-11-19",
  settings: { ...defaults, theme: "dark", textPercent: 125, letterKeys: false },
  remembered: false,
  keychain: true,
  presenting: false,
  openObservation: null,
};

beforeEach(() => {
  session.view = null;
  session.chosen = null;
  saving.problem = null;
});

test("the_first_screen_follows_from_what_is_on_this_computer", async () => {
  const other = { id: "p2", label: "Demo", demo: true };
  const starts: [Partial<StartView>, string][] = [
    [{ profiles: [] }, "first"],
    [{ profiles: [maya] }, "locked"],
    [{ profiles: [maya, other] }, "choose"],
    [{ opened: view }, "open"],
    [{ problem: { code: "damaged", message: "It could not be read.", hint: null, field: null } }, "problem"],
  ];

  for (const [start, phase] of starts) {
    fakeRust({ start: () => ({ ...found, ...start }) });
    await session.start();
    expect(session.phase).toBe(phase);
  }
});

test("opening_a_profile_puts_its_settings_in_force", () => {
  session.open(view);

  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(document.documentElement.style.getPropertyValue("--text")).toBe("1.25");
  expect(keys.hasLetters).toBe(false);
});

test("an_observation_that_was_being_written_is_on_the_screen_again_and_stays_left_after_a_lock", () => {
  session.open({ ...view, openObservation: "o4" });
  expect(router.route).toEqual({ name: "observation", params: { id: "o4" } });

  router.go("people");
  session.open({ ...view, openObservation: "o4" });
  expect(router.route.name).toBe("people");
});

test("a_setting_that_could_not_be_saved_is_taken_back", async () => {
  fakeRust({ set_settings: () => { throw { code: "disk", message: "The disk is full." }; } });
  session.open(view);

  await expect(session.change({ theme: "light" })).rejects.toMatchObject({ code: "disk" });

  expect(session.settings.theme).toBe("dark");
});

test("locking_saves_first_and_then_closes", async () => {
  const order: string[] = [];
  fakeRust({ lock: () => void order.push("lock") });
  session.open(view);
  const leave = session.beforeLock(async () => void order.push("save"));

  await session.lock();
  leave();

  expect([order, session.phase]).toEqual([["save", "lock"], "locked"]);
});

test("a_draft_that_cannot_be_saved_keeps_the_screen_open", async () => {
  const { asked } = fakeRust({ lock: () => null });
  session.open(view);
  const leave = session.beforeLock(async () => { throw { code: "disk", message: "The disk is full." }; });

  await session.lock();
  leave();

  expect([session.phase, saving.problem?.code, asked.length]).toEqual(["open", "disk", 0]);
});

test("a_lock_by_the_clock_and_a_refusal_because_of_a_lock_both_close_the_screen", async () => {
  const rust = fakeRust({ week: () => { throw { code: "locked", message: "This profile is locked." }; } });
  session.listen();

  session.open(view);
  rust.say("locked", null);
  expect(session.phase).toBe("locked");

  session.open(view);
  await expect(invoke("week")).rejects.toMatchObject({ code: "locked" });
  expect(session.phase).toBe("locked");
});
