import type { FactView, NoteField, RemarkKind, ReviewNote, ReviewReason } from "$lib/api/coach-notes";
import { count } from "../plural";

/** Codes of facts, in words. A code of a newer version is shown as it is, without its lines. */
const plain = (code: string) => code.replaceAll("_", " ");

const labels: Record<string, string> = {
  scripted: "scripted lessons",
  walkthrough: "walkthroughs",
  learning_walk: "learning walks",
  seen: "seen",
  partly: "partly seen",
  not_seen: "not seen",
  not_observed: "not observed",
  observe: "observing",
  debrief: "debriefs",
  coplan: "planning together",
  model: "model lessons",
  coteach: "teaching together",
  facilitate: "facilitating",
  data_meeting: "data meetings",
};
const label = (code: string) => labels[code] ?? plain(code);
const minutes = (number: number | null) => (number === null || number === 0 ? "" : `, ${count(number, "minute", "minutes")}`);

/** What a fact says. The counts are the coach's own and name nobody. */
function fact({ kind, count: many, minutes: long, label: code }: FactView): string {
  switch (kind) {
    case "visits_planned": return count(many, "visit planned", "visits planned");
    case "visits_held": return `${count(many, "visit held", "visits held")}${minutes(long)}`;
    case "visits_cancelled": return count(many, "visit cancelled", "visits cancelled");
    case "observations": return `${count(many, "observation", "observations")}, ${label(code)}${minutes(long)}`;
    case "debriefs": return `${count(many, "debrief held", "debriefs held")}${minutes(long)}`;
    case "steps_agreed": return `${count(many, "step agreed", "steps agreed")}${code === "" ? "" : `, ${label(code)}`}`;
    case "steps_checked": return `${count(many, "step checked", "steps checked")}: ${label(code)}`;
    case "evidence_lines": return count(many, "line is evidence", "lines are evidence");
    case "steps_without_check_date": return count(many, "step without a check date", "steps without a check date");
    case "time": return `${count(long ?? 0, "minute", "minutes")} of ${label(code)}`;
    default: return `${many} ${plain(kind)}`;
  }
}

const why: Record<ReviewReason, string> = {
  asks: "a question to you",
  answered: "an answer to you",
  firstYear: "first year as a coach",
  noEvidence: "evidence lines 0",
  noCheckDate: "a step without a check date",
  sample: "drawn: one of five",
};

/** Coach notes and the review list. It is read with their screens, and not at the start. */
export const noteText = {
  title: "Coach note",
  intro: "About your own moves, for the people who supervise your coaching. Lessons, debriefs and scripts are never part of it.",
  previous: "Week before",
  next: "Next week",
  facts: "The week in figures",
  factsHint: "Counted from your work. They name nobody.",
  noFacts: "Nothing is recorded for this week yet.",
  fact,
  fields: { tried: "What I tried", willTry: "What I will try", question: "A question to my supervisors" } satisfies Record<NoteField, string>,
  begin: "Begin this coach note",
  notBegun: "Nothing is written about this week.",
  share: "Share with my supervisors",
  stop: "Stop sharing to change it",
  stopped: "No longer shared. You can change it again",
  shared: (names: string) => `Shared with ${names}. It goes out when you are connected`,
  yourSupervisors: "your supervisors",
  state: {
    own: "Only you have this coach note.",
    waiting: "Shared. It waits to be sent.",
    shared: (since: string) => `Shared since ${since}. It stays as it is while it is shared.`,
    withheld: "The service holds this coach note back.",
  },
  seen: (name: string, at: string) => `${name} received it ${at}.`,
  noSupervisor: "The service has not said yet who supervises you. Shared now, it waits there until somebody does.",
  who: "Who has it",
  said: "What was said",
  answer: "Your answer",
  send: "Answer",
  sent: "Answered. You can take it back for ten minutes",
  preview: {
    title: "Share this coach note",
    who: (names: string) => `${names} will be able to read it, and you. Never anybody else.`,
    exactly: "Exactly this text goes",
    act: "Share",
  },
  reviews: {
    title: "Review list",
    intro: (asOf: string | null) =>
      asOf === null ? "What your coaches shared with you." : `What your coaches shared with you, as of ${asOf}.`,
    list: "Coach notes",
    none: "No coach note is here yet. What your coaches share comes with the next exchange.",
    noneFor: "Coach notes are shared with people who supervise coaches. The service has not said that you do.",
    hidden: "Coach notes are hidden while presenting.",
    unread: "Not read",
    of: (range: string) => `Week of ${range}`,
    about: (coach: string, range: string) => `${coach}, ${range}`,
    came: (at: string) => `Came ${at}`,
    asks: "Asks you something",
    why,
    rest: "The rest: read it if you like",
    whyRead: (reasons: readonly ReviewReason[]) =>
      reasons.length === 0 ? "Nothing marks it, and it was not drawn. You may leave it." : `Why it is here: ${reasons.map((reason) => why[reason]).join(", ")}.`,
    heard: (coach: string, at: string) => `The service last heard from the computer of ${coach} ${at}.`,
    standing: {
      new: "To review",
      asked: "Returned with a question",
      answered: "Answered your question",
      acknowledged: "Acknowledged",
    } satisfies Record<ReviewNote["standing"], string>,
    acknowledge: "Acknowledge",
    question: "Return with a question",
    comment: "Comment",
    back: "Take back",
    taken: "Taken back. It was not sent",
    nothingHeld: "Nothing is held any more that could be taken back",
    held: (at: string) => `Held until ${at}; U takes it back.`,
    heldHint: "What you say is held on this computer for ten minutes, and goes with the next exchange after that.",
    nextUnread: "Next not read",
    allRead: "Every coach note here is read",
    empty: "Nothing written.",
    passage: "About",
    whole: "The whole of it",
    chosen: "The words you selected",
    words: { question: "Your question", comment: "Your comment" },
    keep: { question: "Return with this question", comment: "Comment" },
  },
  kinds: { acknowledge: "acknowledged it", question: "asked", comment: "said", answer: "answered" } satisfies Record<RemarkKind, string>,
  newerKind: "said something that a newer version shows",
  you: "You",
};
