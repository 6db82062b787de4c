import type { Kind } from "$lib/api/kinds";

/** The screens there are, and what each needs to know to open. */
export interface Routes {
  week: { date?: string };
  observe: object;
  /** What an observation of another kind than a script begins with. */
  begin: { kind: Kind; teacher: string; name: string };
  /** A lesson that was written down on paper. */
  paper: object;
  /**
   * An observation of any kind; `line` of a script is scrolled to and marked. Whoever knows its `kind` says it, and the
   * screen opens sooner.
   */
  observation: { id: string; line?: string; kind?: Kind | null };
  /** What a coach and a teacher say about a lesson. */
  debrief: { id: string };
  /** Debriefs and steps; `id` is the step that is shown. */
  steps: { id?: string };
  /** What coaches and teachers work on for some weeks, and what was asked for. */
  coachingCycles: object;
  coachingCycle: { id: string };
  log: { day?: string; view?: LogSegment };
  people: { view?: PeopleSegment };
  person: { id: string };
  /** What a coach and a teacher agree about who reads what. */
  agreement: { person: string };
  /** The coach note of the week that holds a day. */
  note: { week?: string };
  /** The coach notes that were shared with a supervisor. */
  reviews: object;
  /** What coaches shared with a teacher. */
  shared: object;
  roster: object;
  sync: object;
  settings: { section?: SettingsSection };
}

export type LogSegment = "day" | "week";

export type PeopleSegment = "people" | "teams" | "schools" | "calendar";

export type SettingsSection =
  | "appearance"
  | "keys"
  | "observe"
  | "privacy"
  | "organisation"
  | "backups"
  | "removed"
  | "about";

export type RouteName = keyof Routes;

/** One place in the app. */
export type Route = { [Name in RouteName]: { name: Name; params: Routes[Name] } }[RouteName];
