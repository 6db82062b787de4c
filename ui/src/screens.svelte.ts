/** Which component draws which place. */
import type { Component } from "svelte";
import type { RouteName, Routes } from "$lib/router/routes";
import Observation from "$features/observe/Place.svelte";
import Observe from "$features/observe/Observe.svelte";
import Week from "$features/week/Week.svelte";

/** A screen that needs no parameters may leave them out. */
type Screen<Params> = Component<Params & object> | Component<Record<string, never>>;
type All = { [Name in RouteName]: Screen<Routes[Name]> };

/** What a lesson can begin with is there from the start. */
const first = { week: Week, observe: Observe, observation: Observation } satisfies Partial<All>;

/** The rest is read behind the first screen, so that the window opens sooner. */
const rest = {
  debrief: () => import("$features/debrief/Debrief.svelte"),
  steps: () => import("$features/steps/Steps.svelte"),
  note: () => import("$features/note/Note.svelte"),
  reviews: () => import("$features/review/Reviews.svelte"),
  shared: () => import("$features/shared/Shared.svelte"),
  begin: () => import("$features/observe/kinds/Begin.svelte"),
  coachingCycles: () => import("$features/coaching/CoachingCycles.svelte"),
  coachingCycle: () => import("$features/coaching/CoachingCycle.svelte"),
  paper: () => import("$features/paper/Paper.svelte"),
  log: () => import("$features/log/Log.svelte"),
  people: () => import("$features/people/People.svelte"),
  person: () => import("$features/people/Person.svelte"),
  agreement: () => import("$features/agreement/Agreement.svelte"),
  roster: () => import("$features/roster/Roster.svelte"),
  sync: () => import("$features/sync/SyncCentre.svelte"),
  settings: () => import("$features/settings/Settings.svelte"),
} satisfies { [Name in Exclude<RouteName, keyof typeof first>]: () => Promise<{ default: Screen<Routes[Name]> }> };

/** Dialogs and parts of those first screens, read ahead so that they are there at once. */
const parts = [
  () => import("$features/coaching/CycleOf.svelte"),
  () => import("$features/help/KeysHelp.svelte"),
  () => import("$features/history/HistoryDialog.svelte"),
  () => import("$features/observe/FilesDialog.svelte"),
  () => import("$features/observe/PrepTools.svelte"),
  () => import("$features/observe/PrintDialog.svelte"),
  () => import("$features/observe/ShareDialog.svelte"),
  () => import("$features/week/PlanDialog.svelte"),
  () => import("$features/week/PrintDialog.svelte"),
];

class Screens {
  #read = $state.raw<Partial<All>>(first);

  /** Returns the component of a place, which takes that place's parameters; nothing while it is being read. */
  of(name: RouteName): Component<object> | undefined {
    return this.#read[name] as Component<object> | undefined;
  }

  /** Reads what is not there from the start. */
  async readRest(): Promise<void> {
    const names = Object.keys(rest) as (keyof typeof rest)[];
    const read = await Promise.all(names.map(async (name) => [name, (await rest[name]()).default]));
    this.#read = { ...this.#read, ...Object.fromEntries(read) };
    await Promise.all(parts.map((read) => read()));
    // A face that is read when a screen first shows it holds that screen up, and draws it twice. Tests have no fonts.
    await Promise.allSettled([...(document.fonts ?? [])].map((face) => face.load()));
  }
}

export const screens = new Screens();
