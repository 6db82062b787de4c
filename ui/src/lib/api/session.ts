/** Starting, opening, locking: the commands about a profile as a whole. */
import { commands } from "../bindings";

export type { ProfileView as ProfileLabel, SessionView, StartView } from "../bindings";

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

/** Makes the profile and returns its id and recovery code, which is shown once. */
export const createProfile = (made: NewProfile) =>
  commands.createProfile(
    made.given, made.family, made.organisation, made.school, made.zone, made.passphrase, made.label,
  );

export const { start, session, unlock, unlockWithRecovery, lock, createDemo, removeDemo, setRemembered } = commands;
export const { confirmRecovery, printRecovery, renewRecovery, changePassphrase, paintReady, activity } = commands;
