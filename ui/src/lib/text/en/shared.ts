import type { ReaderView, SharedKind } from "$lib/api/shared";
import { count } from "../plural";

/** The teacher's own view: what is shared with them, and everything as one file. */
export const sharedText = {
  title: "Shared with me",
  intro: (asOf: string | null) =>
    `What coaches shared with you. Only you decide what you acknowledge.${asOf === null ? "" : ` As of ${asOf}.`}`,
  none: "Nothing is shared with you yet. What a coach shares with you will be listed here.",
  hidden: "What is shared with you is hidden while you are presenting.",
  list: "What is shared",
  steps: "My open steps",
  records: "By date",
  new: "Not read yet",
  changedNew: "Changed since you read it",
  kind: {
    observation: "Observation",
    coachObservation: "Observation of your coaching",
    debrief: "Debrief",
    step: "Action step",
    lessonPrep: "Planned lesson",
  } satisfies Record<SharedKind, string>,
  from: (coach: string, since: string) => `${coach}, since ${since}`,
  someCoach: "Your coach",
  check: (day: string) => `check ${day}`,
  changed: (at: string) => `Changed ${at}. The earlier text stays readable below.`,
  read: (at: string) => `You read it ${at}`,
  acknowledge: "I have read this",
  again: "I have read it again",
  acknowledged: "Acknowledged. Your coach sees it when you are connected",
  taken: "Taken back",
  open: "Open",
  lines: (lines: number) => `${count(lines, "line", "lines")} of script. Open it to read them all.`,
  standing: "Where it stands",
  checks: "Checks",
  noChecks: "No check yet.",
  before: "What it said before",
  beforeOf: (label: string, at: string) => `${label}, changed ${at}`,
  gone: "These words were removed.",
  readers: "Who can read this",
  reader: (reader: ReaderView) =>
    ({
      you: "You",
      coach: `${reader.name || "Your coach"}, who wrote it`,
      supervisors: `The supervisors of ${reader.name || "your coach"}: your sharing agreement lists it`,
      successor: `${reader.name || "The coach who follows"}: you agreed to it`,
    })[reader.kind],
  archive: {
    open: "Everything about me",
    title: "Everything about me",
    intro: "One file with a page for each record that is shared with you, tables of the facts, and who can read each record. Nothing of another teacher is in it.",
    unprotected: "The file is not protected. Whoever has it can read it.",
    file: "File",
    act: "Save the file",
    done: "Saved. The file is yours",
    stopped: "Stopped. No file was written.",
  },
};
