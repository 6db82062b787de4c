import type { Category, HandedView, Reason } from "$lib/api/ending";
import { count } from "../plural";

const reason: Record<Reason, string> = {
  completed: "What you set out to do is done",
  teacher_left: "The teacher works elsewhere",
  coach_left: "The coach works elsewhere",
  leave: "The teacher is away for long",
  teacher_asked: "The teacher wished it",
  reassigned: "The programme chose another coach",
  other: "Another reason",
};
const category: Record<Category, string> = {
  questioning: "Questioning",
  discussion: "Discussion",
  checking: "Checking for understanding",
  explaining: "Explaining",
  tasks: "Tasks",
  routines: "Routines",
  feedback: "Feedback",
  other: "Something else",
};
const known = (words: Record<string, string>, code: string) => words[code] ?? code.replaceAll("_", " ");

/** The end of coaching: what is shown first, and what the coach who follows gets. */
export const endingText = {
  open: "End coaching",
  title: (teacher: string) => `End the coaching of ${teacher}`,
  act: "End coaching",
  done: "Coaching ended",
  date: "Last day",
  reason: "Why it ends",
  reasons: reason,
  reasonOf: (code: string) => known(reason, code),
  successor: "Who follows",
  nobody: "Nobody yet",
  category: "What the open step is about",
  categories: category,
  categoryOf: (code: string) => known(category, code),
  gets: "What the coach who follows gets",
  facts: (visits: number, minutes: number, observations: number, days: string) =>
    `Facts without words: ${count(visits, "visit", "visits")} held (${count(minutes, "minute", "minutes")}), ${count(observations, "observed lesson", "observed lessons")}${days === "" ? "" : `, ${days}`}.`,
  step: "Of the open step only what it is about, never its words.",
  texts: "Words, only if the teacher agrees",
  textsHint: "The teacher chooses on their own computer, record by record. Scripts go to nobody.",
  noTexts: "No debrief and no step is shared with the teacher, so no words can go.",
  text: ({ isStep, about }: HandedView) => `${isStep ? "Action step" : "Debrief"}: ${about}`,
  agreed: "The teacher agreed",
  notAgreed: "Stays with the two of you",
  handed: "Handed over",
  ended: (day: string, why: string) => `Ended ${day}: ${why}.`,
  follows: (name: string) => `${name} follows.`,
  handOver: "Hand over what the teacher agreed to",
  handedOver: (records: number) => (records === 0 ? "Everything that the teacher agreed to is handed over" : `${count(records, "record", "records")} handed over`),
  section: "End of coaching",
  before: "Coaching before",
  beforeOf: (coach: string, day: string, why: string) => `${coach}, until ${day}: ${why}.`,
  someCoach: "Another coach",
  beforeFacts: (visits: number, minutes: number, observations: number) =>
    `${count(visits, "visit", "visits")} held (${count(minutes, "minute", "minutes")}), ${count(observations, "observed lesson", "observed lessons")}.`,
  beforeStep: (about: string) => `The open step was about: ${about}.`,
  follower: (name: string) => `${name} follows your coach. Only you decide whether they may read this.`,
  may: (name: string) => `${name} may read this`,
  agreedNow: (name: string) => `${name} will be able to read it when your coach hands it over`,
  notAgreedNow: "It stays with you and your coach",
};
