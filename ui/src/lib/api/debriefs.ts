/** Debriefs: preparing, holding and sharing them. Rust counts the time, sleep included. */
import { commands } from "../bindings";

export type { CheckView, DebriefLine, DebriefPreview, DebriefTimes, DebriefView, PrepView } from "../bindings";

export const {
  debrief,
  prepareDebrief,
  setDebriefModel,
  praiseLine,
  beginDebrief,
  endDebrief,
  callOffDebrief,
  setDebriefTimes,
  timePractice,
  agreeToStep,
  previewDebrief,
  shareDebrief,
  stopSharingDebrief,
  prep,
} = commands;
