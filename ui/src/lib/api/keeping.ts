/** Keeping and bringing back: undo, what was removed, backups, and choosing files. */
import { call } from "./ipc";
import type { SessionView } from "./session";

export interface Removed {
  id: string;
  kind: string;
  label: string;
  /** When it was removed, and the day on which it goes for good, in words. */
  removed: string;
  goneOn: string;
}

export interface Backup {
  path: string;
  /** An instant, RFC 3339. */
  madeAt: string;
  reason: string;
  bytes: number;
}

export interface Undone {
  /** What was undone, in words. */
  label: string;
}

export const undo = (document?: string) => call<Undone | null>("undo", { document });
export const redo = (document?: string) => call<Undone | null>("redo", { document });

export const recentlyRemoved = () => call<Removed[]>("recently_removed");
export const bringBack = (id: string) => call<null>("bring_back", { id });
export const erase = (id: string) => call<null>("erase", { id });

export const backups = () => call<Backup[]>("backups");
export const backUp = (path?: string) => call<Backup>("back_up", { path });
export const restoreBackup = (path: string, passphrase: string) =>
  call<SessionView>("restore_backup", { path, passphrase });

export type FileKind = "roster" | "roster-folder" | "calendar" | "backup";
export const chooseFile = (kind: FileKind) => call<string | null>("choose_file", { kind });
export type SaveKind = "pdf" | "backup";
export const chooseSave = (kind: SaveKind, suggested: string) =>
  call<string | null>("choose_save", { kind, suggested });

/** A file name of type and date, never of a person, in the folder for documents. */
export const suggestedFile = (kind: "observation" | "week" | "recovery" | "backup") =>
  call<string>("suggested_file", { kind });
