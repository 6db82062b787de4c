/** Co-plan and model lesson. */
import { commands } from "../bindings";

export type { LessonPrepView, SaveLessonPrep } from "../bindings";

export const { lessonPreps, saveLessonPrep, holdLessonPrep, shareLessonPrep, stopSharingLessonPrep, removeLessonPrep } = commands;

/** What a coach and a teacher do with a lesson, as codes; the words are in the catalogue. */
export const prepKinds = ["coplan", "model"] as const;
