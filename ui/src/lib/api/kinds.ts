/** The kinds of observation besides the script, and calibration. Rust keeps the time; the page shows. */
import { commands } from "../bindings";

export type {
  CodeLetter, CodesSaved, ComparisonView, IntervalView, ItemValue, Kind, KindView, LearningWalkView, Method, Purpose, Recorded, ScanView,
  SeatGroup, StartKind, TalkView, TallyView, WalkthroughView,
} from "../bindings";

export const { kindOfObservation, startingKind, startKind, observationOfKind } = commands;
export const { codeInterval, switchTalk, keepSweep, countEvent, answerItem } = commands;
export const { startWalk, keepRoom, removeRoom, answerInRoom } = commands;
export const { saveCodes, compareCodes } = commands;
