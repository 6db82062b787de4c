/** Coach notes: the coach's own of a week, the review list, and what is said of a note. */
import { commands } from "../bindings";

export type { CoachNoteView, FactView, NameView, NoteField, RemarkKind, RemarkView, ReturnedView, ReviewNote, ReviewReason, ReviewsView } from "../bindings";

export const { coachNote, beginNote, replaceNames, noteNames, shareNote, stopSharingNote } = commands;
export const { reviews, reviewCount, returnedQuestions, sayOfNote, takeBackRemark, markNoteRead } = commands;
