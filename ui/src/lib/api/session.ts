/** Starting, opening, locking: the commands about a profile as a whole. */
import { call } from "./ipc";
import type { ProblemShape } from "./problem";
import type { Settings } from "./settings";

export interface ProfileLabel {
  id: string;
  /** What the person called it. Says nothing about the work inside. */
  label: string;
  demo: boolean;
}

export interface SessionView {
  profile: ProfileLabel;
  me: { id: string; name: string; role: string };
  organisation: string;
  school: string | null;
  /** IANA name of the school's time zone, for example "America/Chicago". */
  zone: string;
  /** The school's date, YYYY-MM-DD. */
  today: string;
  settings: Settings;
  /** Whether the keychain of this computer opens the profile, and whether there is one. */
  remembered: boolean;
  keychain: boolean;
  /** The observation that was being written when the app closed, if any. */
  openObservation: string | null;
}

export interface StartView {
  profiles: ProfileLabel[];
  opened: SessionView | null;
  problem: ProblemShape | null;
  zones: string[];
  /** The time zone of this computer. */
  zone: string;
  demo: boolean;
}

export interface NewProfile {
  given: string;
  family: string;
  organisation: string;
  school: string;
  zone: string;
  passphrase: string;
  /** What the chooser shows, which is readable without a secret. Empty for initials. */
  label: string;
}

export const start = () => call<StartView>("start");
export const session = () => call<SessionView>("session");

/** Makes the profile and returns its id and recovery code, which is shown once. */
export const createProfile = (profile: NewProfile) =>
  call<{ id: string; recoveryCode: string[] }>("create_profile", profile);

/** Says whether the groups at these positions (from 0) are the recovery code's. */
export const confirmRecovery = (positions: number[], groups: string[]) =>
  call<boolean>("confirm_recovery", { positions, groups });

export const printRecovery = (path: string) => call<null>("print_recovery", { path });

export const unlock = (profile: string, passphrase: string) =>
  call<SessionView>("unlock", { profile, passphrase });

export const unlockWithRecovery = (profile: string, code: string) =>
  call<SessionView>("unlock_with_recovery", { profile, code });

export const lock = () => call<null>("lock");

export const changePassphrase = (current: string, next: string) =>
  call<null>("change_passphrase", { current, next });

/** Makes a new recovery code; the old one opens nothing from then on. */
export const renewRecovery = (passphrase: string) =>
  call<string[]>("renew_recovery", { passphrase });

export const setRemembered = (isOn: boolean) => call<null>("set_remembered", { on: isOn });

export const createDemo = () => call<SessionView>("create_demo");
export const removeDemo = () => call<null>("remove_demo");

/** Tells Rust that the first screen is painted and still. */
export const paintReady = () => call<null>("paint_ready");

/** Tells Rust that a person is at work, which puts the idle lock off. */
export const activity = () => call<null>("activity");
