/** Files in: rosters and school calendars. A preview stores nothing; an import can be undone. */
import { call } from "./ipc";
import type { CalendarDay } from "./schools";

/** What is wrong with a file, where, and what to do. It may quote a cell, so it never goes into a log. */
export interface FileProblem {
  file: string;
  /** As a spreadsheet counts: the header is row 1. */
  row: number | null;
  column: string | null;
  code: string;
  message: string;
  hint: string;
  severity: "stops" | "leftOut" | "notice";
}

export interface ColumnMapping {
  columns: { header: string; target: string }[];
  roleMapping: [string, string][];
  defaultRole: string;
}

export interface RoleAnswer {
  source: string;
  target: string;
}

export interface MappingView {
  headers: string[];
  /** The first rows, a cell a header. */
  sample: string[][];
  /** The meaning of each header. */
  columns: string[];
  /** The meanings there are. */
  fields: string[];
  /** Whether it was remembered from an earlier file of the same kind. */
  remembered: boolean;
}

export interface Counted {
  entity: string;
  added: number;
  changed: number;
  ended: number;
  same: number;
}

export interface Change {
  entity: string;
  change: "added" | "changed" | "ended";
  label: string;
  detail: string;
}

export interface RosterPreview {
  token: string;
  kind: string;
  /** Nothing for OneRoster files, which say themselves what a column is. */
  mapping: MappingView | null;
  roles: { source: string; rows: number; target: string | null }[];
  counts: Counted[];
  /** The first 500. */
  changes: Change[];
  moreChanges: number;
  problems: FileProblem[];
  studentsLeftOut: number;
  /** How many records are missing in the file, of how many; `asks` when that is too many to end without a word. */
  ending: { count: number; of: number; asks: boolean };
  canImport: boolean;
}

export interface CalendarPreview {
  token: string;
  name: string | null;
  years: string[];
  days: CalendarDay[];
  problems: FileProblem[];
  canImport: boolean;
}

export interface Imported {
  id: string;
  summary: string;
}

export interface ImportView {
  id: string;
  kind: string;
  /** When it was made, in words. */
  made: string;
  summary: string;
  undone: boolean;
}

export const previewRoster = (path: string, mapping: ColumnMapping | null, roles: RoleAnswer[]) =>
  call<RosterPreview>("preview_roster", { path, mapping, roles });
export const importRoster = (token: string, endMany: boolean) =>
  call<Imported>("import_roster", { token, endMany });
/** Forgets what was read. An empty token stops the reading that is under way. */
export const cancelPreview = (token: string) => call<null>("cancel_preview", { token });

export const imports = () => call<ImportView[]>("imports");
export const undoImport = (id: string) => call<null>("undo_import", { id });

export const previewCalendar = (path: string) => call<CalendarPreview>("preview_calendar", { path });
export const importCalendar = (token: string, days: CalendarDay[]) =>
  call<Imported>("import_calendar", { token, days });
