/**
 * Who has the app open, from the first start to the lock. One object knows the phase; the screens
 * of features/start move it on. While locked nothing of the work is in the page.
 */
import { applyAppearance } from "./appearance";
import * as api from "./api/session";
import { on, whenRefused } from "./api/ipc";
import { Problem } from "./api/problem";
import { defaults, setSettings, settings, type Settings } from "./api/settings";
import { askedPlace } from "./api/windows";
import { keys } from "./keys/keys.svelte";
import { presenting } from "./presenting.svelte";
import { recent } from "./recent.svelte";
import { router } from "./router/router.svelte";
import { saving } from "./saving.svelte";
import { toasts } from "./toasts.svelte";

export type Phase = "starting" | "problem" | "first" | "choose" | "locked" | "open";

class Session {
  phase = $state<Phase>("starting");
  problem = $state.raw<Problem | null>(null);
  /** What the start found: profiles by label, time zones. */
  found = $state.raw<api.StartView | null>(null);
  view = $state.raw<api.SessionView | null>(null);
  settings = $state.raw<Settings>(defaults);
  /** Rises with every opening, so that a restored profile's screens are read anew. */
  openings = $state(0);
  /** The profile that the unlock screen is for. */
  chosen = $state.raw<api.ProfileLabel | null>(null);
  /** Set while the start screens show how a profile joins, whoever is chosen. */
  wantsToJoin = $state(false);
  #beforeLock = new Set<() => Promise<void>>();

  /** Asks Rust what there is on this computer and shows the first screen. */
  start = async (): Promise<void> => {
    this.phase = "starting";
    try {
      const found = await api.start();
      this.found = found;
      if (found.problem) this.fail(new Problem(found.problem));
      else if (found.opened) this.open(found.opened);
      else this.choose();
    } catch (thrown) {
      this.fail(Problem.from(thrown));
    }
  };

  /** Listens to what Rust says about the whole session; returns how to stop. */
  listen(): () => void {
    whenRefused((problem) => problem.code === "locked" && this.#close());
    const stops = [
      on("locked", () => this.#close()),
      on("saved", ({ at }) => saving.saved(at)),
      on("presenting", ({ isOn }) => (presenting.isOn = isOn && this.phase === "open")),
      on("go", ({ observation }) => this.#go(observation)),
      on("data-changed", ({ entities }) => void (entities.includes("setting") && this.#readSettings())),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** Nothing can be shown but the problem. `done` says first what went well before it. */
  fail(problem: Problem, done = ""): void {
    this.problem = done === "" ? problem : new Problem({ code: problem.code, message: `${done} ${problem.message}`, hint: problem.hint });
    this.phase = "problem";
  }

  /** Shows the profiles, or the only one's unlock, or the first start. */
  choose(): void {
    const profiles = this.found?.profiles ?? [];
    if (profiles.length === 0) this.phase = "first";
    else if (profiles.length === 1) this.chooseProfile(profiles[0]!);
    else this.phase = "choose";
  }

  chooseProfile(profile: api.ProfileLabel): void {
    this.chosen = profile;
    this.phase = "locked";
  }

  open(view: api.SessionView): void {
    const isOther = this.view?.profile.id !== view.profile.id;
    this.view = view;
    this.chosen = view.profile;
    this.#use(view.settings);
    presenting.isOn = view.presenting;
    this.#remember(view.profile);
    if (isOther) this.#begin(view);
    this.openings++;
    this.wantsToJoin = false;
    this.phase = "open";
  }

  /** Changes settings at once: on the screen first, then on the disk. */
  change = async (change: Partial<Settings>): Promise<void> => {
    const before = this.settings;
    this.#use({ ...before, ...change });
    try {
      await setSettings(this.settings);
    } catch (thrown) {
      this.#use(before);
      throw thrown;
    }
  };

  /** Lets a screen save what it holds before the lock takes the page away. */
  beforeLock(save: () => Promise<void>): () => void {
    this.#beforeLock.add(save);
    return () => this.#beforeLock.delete(save);
  }

  /** Keeps what stands in fields, before something that depends on it is asked. */
  settle = async (): Promise<void> => {
    await Promise.all([...this.#beforeLock].map((save) => save()));
  };

  /** Saves, then locks. A draft that could not be saved keeps the screen open. */
  lock = async (): Promise<void> => {
    if (this.phase !== "open") return;
    try {
      await this.settle();
      await api.lock();
    } catch (thrown) {
      saving.failed(Problem.from(thrown));
      return;
    }
    this.#close();
  };

  /** Locks this profile and shows how another one joins an organisation. */
  joinBeside = async (): Promise<void> => {
    await this.lock();
    if (this.phase === "open") return;
    this.wantsToJoin = true;
  };

  /** Forgets the session and looks again at what there is, after a profile was added or removed. */
  restart = async (): Promise<void> => {
    this.wantsToJoin = false;
    this.view = null;
    this.chosen = null;
    router.reset();
    await this.start();
  };

  #close(): void {
    if (this.phase !== "open") return;
    presenting.isOn = false;
    toasts.clear();
    recent.clear();
    this.phase = this.chosen ? "locked" : "choose";
  }

  /** A crash in the middle of a lesson leads back into the script, with This week behind it. */
  #begin(view: api.SessionView): void {
    router.reset();
    const place = askedPlace() ?? view.openObservation;
    if (place) router.go("observation", { id: place });
  }

  /** Another window has asked this one to show something. */
  #go(observation: string | null): void {
    if (this.phase !== "open") return;
    if (observation === null) router.go("week");
    else router.go("observation", { id: observation });
  }

  /** Another window has changed the settings: what is saved from here must not take that back. */
  async #readSettings(): Promise<void> {
    if (this.phase === "open") this.#use(await settings());
  }

  /** A profile made or restored after the start belongs to the chooser too. */
  #remember(profile: api.ProfileLabel): void {
    const found = this.found;
    if (!found || found.profiles.some((one) => one.id === profile.id)) return;
    this.found = { ...found, profiles: [...found.profiles, profile] };
  }

  #use(settings: Settings): void {
    this.settings = settings;
    keys.own = settings.keys;
    keys.hasLetters = settings.letterKeys;
    applyAppearance(settings);
  }
}

export const session = new Session();
