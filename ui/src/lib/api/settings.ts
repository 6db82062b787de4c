/** A person's settings. They are stored in the profile and never leave this computer. */
import { commands, type SettingsView } from "../bindings";

export type { Abbreviation, Paper, SettingsView as Settings, Theme } from "../bindings";

export const defaults: SettingsView = {
  theme: "system",
  textPercent: 100,
  letterKeys: true,
  keys: {},
  spellcheck: false,
  lockMinutes: 15,
  reminders: false,
  reminderMinutes: 10,
  abbreviations: [],
  paper: "letter",
};

export const { settings, setSettings } = commands;
