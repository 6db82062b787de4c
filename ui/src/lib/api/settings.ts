/** A person's settings. They are stored in the profile and never leave this computer. */
import { call } from "./ipc";

export type Theme = "system" | "light" | "dark";
export type Paper = "a4" | "letter";

export interface Abbreviation {
  short: string;
  long: string;
}

export interface Settings {
  theme: Theme;
  /** 90 to 200. */
  textPercent: number;
  /** Whether keys without Ctrl or Alt act outside text. */
  letterKeys: boolean;
  /** The person's own keys, by action. */
  keys: Record<string, string>;
  /** Spelling marks in the script; never corrects by itself. */
  spellcheck: boolean;
  lockMinutes: number;
  reminders: boolean;
  abbreviations: Abbreviation[];
  paper: Paper;
}

export const defaults: Settings = {
  theme: "system",
  textPercent: 100,
  letterKeys: true,
  keys: {},
  spellcheck: false,
  lockMinutes: 15,
  reminders: false,
  abbreviations: [],
  paper: "letter",
};

export const settings = () => call<Settings>("settings");
export const setSettings = (settings: Settings) => call<null>("set_settings", { settings });
