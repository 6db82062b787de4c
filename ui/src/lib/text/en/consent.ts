import type { ConsentedReader } from "$lib/api/sharing";
import type { ConsentRow } from "$lib/api/consents";
import { sharedText } from "./shared";

/** Showing one record to one person: the teacher consents, and the coach who wrote it shows it. */
export const consentText = {
  /** The teacher's own view. */
  open: "Show to one person",
  all: "Consents",
  title: "Who else may read this",
  titleAll: "What you consented to show",
  intro: "Only you decide whether anybody besides you and your coach reads this. Your coach then shows it to them, and sees first exactly what goes.",
  whom: "Person",
  choose: "Choose a person",
  nobody: "Your computer knows nobody else yet. Connect once, then choose.",
  everybody: "You consented for everybody whom your computer knows.",
  anybody: "You can choose anybody, also somebody who evaluates you. You can withdraw at any time; what was read was read.",
  act: "Consent",
  done: (name: string) => `${name} may read it once your coach shows it`,
  given: "You consented",
  none: "You consented to show nothing to anybody.",
  to: ({ reader, since }: ConsentRow) => `${reader.name || "Somebody"}, since ${since}`,
  of: ({ kind, about }: ConsentRow) => `${sharedText.kind[kind]}${about === "" ? "" : `: ${about}`}`,
  withdraw: "Withdraw",
  withdrawFrom: (name: string) => `Withdraw the consent to show it to ${name}`,
  withdrawn: "Withdrawn. It leaves their computer when yours and theirs have connected",
  /** The coach's view. */
  person: "One person",
  show: {
    title: "Show to one person",
    intro: (teacher: string) => `${teacher} decides to whom this is shown, one person at a time, on their own computer. You then show it, or do not.`,
    ask: (teacher: string) => `${teacher} did not consent to show this to anybody. Ask them: they choose the person under Shared with me.`,
    people: (teacher: string) => `To whom ${teacher} consents`,
    someone: "Somebody",
    act: (name: string) => `Show to ${name}`,
    stop: (name: string) => `Stop showing to ${name}`,
    done: (name: string) => `Shown to ${name}. It goes out when you are connected`,
    stopped: (name: string) => `No longer shown to ${name}. What was read was read`,
    standing: ({ state, isConsented, seen }: ConsentedReader) => {
      const how = { waiting: "goes out when you are connected", open: seen === null ? "shown, not on their computer yet" : `on their computer since ${seen}`, withheld: "held back by the service", ending: "ends when you are connected" };
      const consent = isConsented ? "may read it" : "consent withdrawn";
      return state === null ? `${consent}, not shown yet` : `${consent}; ${how[state]}`;
    },
  },
};
