/** The screens there are, and what each needs to know to open. */
export interface Routes {
  week: { date?: string };
  observe: object;
  /** A scripted observation; `line` is scrolled to and marked. */
  observation: { id: string; line?: string };
  people: { view?: PeopleSegment };
  person: { id: string };
  roster: object;
  sync: object;
  settings: { section?: SettingsSection };
}

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
