/** Observing: beginning, writing the script, and bringing it back. Rust decides; the page shows. */
import { commands, type HeadChange } from "../bindings";

export type {
  DraftView, EditLine, Entry, EntryKind, KeepLine, Kept, LookForView, ObservationView, ObservationsView, SaveDraft, Tagged,
  SavedView as Saved, TickView as Tick,
} from "../bindings";

/** How many observations one page of the list has. */
export const PAGE = 100;

export const { observations, startObservation, openObservation, closeObservation, removeObservation } = commands;
export const { pauseObservation, resumeObservation, tickObservation, finishObservation, reopenObservation } = commands;
export const { saveDraft, keepLine, editLine, removeEntry, starLine, tagLine, markMoment, pasteScript } = commands;
export const { printObservation } = commands;

/** What the head of an observation holds. */
export type Details = Omit<HeadChange, "id">;

export const setObservation = (id: string, details: Details) => commands.setObservation({ id, ...details });
