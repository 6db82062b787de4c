/** Keeping and bringing back: undo, what was removed, backups, and choosing files. */
import { commands } from "../bindings";

export type { BackupView as Backup, FoundBackup, RemovedView as Removed, UndoneView as Undone } from "../bindings";

/** Takes back the last act of a document, or of everything that belongs to none. */
export const undo = (document?: string) => commands.undo(document ?? null);
export const redo = (document?: string) => commands.redo(document ?? null);

export const { erasing, finishErasing, stopErasing } = commands;
export const { removeBackup, checkData, stopChecking, stopRestoring } = commands;
export const { recentlyRemoved, bringBack, erase, backups, restoreBackup } = commands;

/** Backups of every profile of this computer, to be had before anything is unlocked. */
export const { backupsHere } = commands;

/** Makes a backup where the person chose, or beside the profile. */
export const backUp = (path?: string) => commands.backUp(path ?? null);

export type FileKind = "attachment" | "codes" | "roster" | "roster-folder" | "calendar" | "backup" | "sealed" | "stick" | "invitation" | "certificate";
export const chooseFile = (kind: FileKind) => commands.chooseFile(kind);
export type SaveKind = "attachment" | "codes" | "pdf" | "archive" | "backup" | "sealed" | "stick" | "invitation";
export const chooseSave = (kind: SaveKind, suggested: string) => commands.chooseSave(kind, suggested);

/** A file name of type and date, never of a person, in the folder for documents. */
export const suggestedFile = (kind: "observation" | "week" | "recovery" | "backup" | "stick" | "invitation" | "codes" | "archive" | "summary" | "sealed" | "form" | "agreement" | "coaching-cycle") => commands.suggestedFile(kind);
