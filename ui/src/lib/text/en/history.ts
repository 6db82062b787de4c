import { number } from "../plural";

/** The history of a field. */
export const historyText = {
  title: "History",
  open: "History",
  field: "Field",
  versions: "Versions, the latest first",
  none: "This was never changed since it is here.",
  empty: "Nothing",
  shown: "Shown now",
  received: "received by the service",
  waits: "not received yet",
  restore: "Restore",
  restoreOf: (when: string) => `Restore the version of ${when}`,
  restored: "The earlier version is shown again, as a new one.",
  undone: "Undone: bring back an earlier version",
  older: (versions: number) => `${number(versions)} older ones are kept and not listed here.`,
  hidden: "History is hidden while presenting.",
};
