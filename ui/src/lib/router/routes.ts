/** The screens there are, and what each needs to know to open. */
export interface Routes {
  week: { date?: string };
  observe: object;
  /** A scripted observation; `line` is scrolled to and marked. */
  observation: { id: string; line?: string };
  people: object;
  person: { id: string };
  roster: object;
  settings: { section?: SettingsSection };
}

export type SettingsSection =
  | "appearance"
  | "keys"
  | "observe"
  | "privacy"
  | "backups"
  | "removed"
  | "about";

export type RouteName = keyof Routes;

/** One place in the app. */
export type Route = { [Name in RouteName]: { name: Name; params: Routes[Name] } }[RouteName];

export function isRouteName(name: string): name is RouteName {
  const names: Record<RouteName, true> = {
    week: true,
    observe: true,
    observation: true,
    people: true,
    person: true,
    roster: true,
    settings: true,
  };
  return Object.hasOwn(names, name);
}
