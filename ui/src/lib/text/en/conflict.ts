/** Words for somebody who would coach and evaluate the same teacher. */
export const conflictText = {
  title: "Coaching and evaluating the same teacher",
  what: (coach: string, teacher: string) => `${coach} would coach ${teacher} and evaluate ${teacher}.`,
  presumed: (coach: string, teacher: string) =>
    `${coach} would coach ${teacher}, and this role may evaluate ${teacher}. Nobody has said whether it does, so it counts as yes.`,
  why: "What a teacher tells a coach must not become part of an evaluation: this is what coaching rests on. So the central service sends nothing of coaching about a teacher to whoever evaluates them. Nothing is stored until you choose.",
  choice: (teacher: string) => `What becomes of the coaching of ${teacher}`,
  move: "Another coach takes it over",
  consent: (teacher: string) => `${teacher} agreed in writing that it stays`,
  to: "The other coach",
  chooseCoach: "Choose a coach",
  noCoach: "Choose who takes it over, or record the written consent. Nothing is stored yet.",
  signed: "Day of the signature",
  signedHint: "Keep the paper.",
  act: "Keep it with this choice",
  leave: "Do not enter it",
  stands: (teacher: string) => `You coach ${teacher} and may evaluate them. Nothing new of coaching is written about them until this is settled.`,
  settle: "Settle this…",
  settled: "It is settled.",
};
