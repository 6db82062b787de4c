/** Observing: beginning, writing the script, and bringing it back. Rust decides; the page shows. */
import { call } from "./ipc";
import type { Named, ObservationRow } from "./weeks";

export type EntryKind = "line" | "marker" | "wondering" | "gap";

/** One entry of the script. */
export interface Entry {
  id: string;
  kind: EntryKind;
  /** "9:12:20" in the school's zone. */
  time: string;
  /** Milliseconds since the observation's start. */
  offsetMs: number;
  /** T, S, S3, Ss, A or nothing. */
  speaker: string;
  /** The words; of a gap, its cause and length. */
  text: string;
  starred: boolean;
  /** The positions of the look-fors it is tagged to, from 0. */
  tags: number[];
}

export interface LookForView {
  id: string;
  position: number;
  letter: string;
  text: string;
  count: number;
}

/** Words that were typed and not kept. An emptied draft is here too: its number goes on rising. */
export interface DraftView {
  /** The line that was being edited; nothing for a new line. */
  line: string | null;
  typed: string;
  speaker: string;
  /** Where the caret stood, in UTF-16 units. */
  caret: number;
  number: number;
  /** When the line began. */
  time: string;
}

export interface ObservationView {
  id: string;
  teacher: Named | null;
  context: string;
  school: string;
  focus: string;
  openStep: { text: string; check: string } | null;
  isOpen: boolean;
  isPaused: boolean;
  day: string;
  started: string;
  ended: string | null;
  elapsedMs: number;
  plannedMinutes: number | null;
  students: number | null;
  entries: Entry[];
  lookFors: LookForView[];
  lookForSet: { id: string; title: string; version: number } | null;
  drafts: DraftView[];
  lines: number;
  tagged: number;
}

/** What a change made of the script. */
export interface Kept {
  /** After keeping a line or marking a moment, the new entries; else the whole script. */
  entries: Entry[];
  lines: number;
  tagged: number;
  /** When it was saved, "9:12:20". */
  saved: string;
}

export interface SaveDraft {
  observation: string;
  line: string | null;
  /** Rises with every state; a lower one never replaces a higher one. */
  number: number;
  typed: string;
  speaker: string;
  caret: number;
  /** How many milliseconds ago the line's first key was pressed. */
  ageMs: number;
}

export interface KeepLine {
  observation: string;
  number: number;
  typed: string;
  speaker: string;
  ageMs: number;
  tags: number[];
}

export interface EditLine {
  id: string;
  number: number;
  typed: string;
  speaker: string;
}

/** Whether the words were written, or a later state already was, and when. */
export interface Saved {
  written: boolean;
  saved: string;
}

/** The clock of an open observation, and whether a gap was marked since the last tick. */
export interface Tick {
  elapsedMs: number;
  hasNewGap: boolean;
}

export interface ObservationsView {
  rows: ObservationRow[];
  total: number;
}

/** How many observations one page of the list has. */
export const PAGE = 100;

export const observations = (teacher: string | null, page: number) =>
  call<ObservationsView>("observations", { teacher, page });
export const startObservation = (start: { visit: string | null; teacher: string | null }) =>
  call<ObservationView>("start_observation", { start });
/** Opens it and takes the writer's hold for this window, unless another window has it. */
export const openObservation = (id: string) =>
  call<{ view: ObservationView; readOnly: boolean }>("open_observation", { id });
export const closeObservation = (id: string) => call<null>("close_observation", { id });

export const saveDraft = (draft: SaveDraft) => call<Saved>("save_draft", { draft });
export const keepLine = (line: KeepLine) => call<Kept>("keep_line", { line });
export const editLine = (edit: EditLine) => call<Kept>("edit_line", { edit });
export const removeEntry = (id: string) => call<Kept>("remove_entry", { id });
export const starLine = (id: string, starred: boolean) => call<Kept>("star_line", { id, starred });
export const tagLine = (id: string, position: number, tagged: boolean) =>
  call<Kept>("tag_line", { id, position, tagged });
export const markMoment = (id: string) => call<Kept>("mark_moment", { id });
export const pasteScript = (observation: string, text: string) =>
  call<{ added: number; view: ObservationView }>("paste_script", { observation, text });

export const pauseObservation = (id: string) => call<ObservationView>("pause_observation", { id });
export const resumeObservation = (id: string) => call<ObservationView>("resume_observation", { id });
export const tickObservation = (id: string) => call<Tick>("tick_observation", { id });
export const finishObservation = (id: string) => call<ObservationView>("finish_observation", { id });
export const reopenObservation = (id: string) => call<ObservationView>("reopen_observation", { id });

export interface Details {
  students: number | null;
  plannedMinutes: number | null;
  focus: string;
  /** The class. */
  section: string | null;
}

export const setObservation = (id: string, details: Details) =>
  call<ObservationView>("set_observation", { change: { id, ...details } });
export const removeObservation = (id: string) => call<null>("remove_observation", { id });

export const printObservation = (id: string, path: string, withPrivate: boolean) =>
  call<null>("print_observation", { id, path, withPrivate });
