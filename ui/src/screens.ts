/** Which component draws which place. */
import type { Component } from "svelte";
import type { RouteName, Routes } from "$lib/router/routes";
import Observation from "$features/observe/Observation.svelte";
import Observe from "$features/observe/Observe.svelte";
import People from "$features/people/People.svelte";
import Person from "$features/people/Person.svelte";
import Roster from "$features/roster/Roster.svelte";
import Settings from "$features/settings/Settings.svelte";
import SyncCentre from "$features/sync/SyncCentre.svelte";
import Week from "$features/week/Week.svelte";

/** A screen that needs no parameters may leave them out. */
type Screen<Params> = Component<Params & object> | Component<Record<string, never>>;

export const screens: { [Name in RouteName]: Screen<Routes[Name]> } = {
  week: Week,
  observe: Observe,
  observation: Observation,
  people: People,
  person: Person,
  roster: Roster,
  sync: SyncCentre,
  settings: Settings,
};
