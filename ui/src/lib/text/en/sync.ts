import { number } from "../plural";

/** The exchange with the central service: the status bar, and the Sync centre. */
export const syncText = {
  title: "Sync centre",
  intro: "What you write is saved on this computer first, and goes to the service by itself when there is a connection.",
  alone: "This profile works alone: nothing leaves this computer. When your organisation invites you, what is on its way is shown here.",
  status: {
    waiting: (changes: number) => `Waiting to send (${number(changes)})`,
    received: (at: string) => `Received ${at}`,
    never: "Not reached yet",
    notReached: (at: string) => `Not reached since ${at}; it is tried again`,
    notReachedYet: "Not reached yet; it is tried again",
    unknown: "This computer is not known to the service",
    attention: (things: number) => `Needs attention (${number(things)})`,
  },
  now: {
    title: "The service",
    at: "Address",
    send: "Send now",
    asked: "Asked. It goes on behind your work.",
    exchanging: "An exchange is under way.",
    resting: (at: string) => `Everything is exchanged as of ${at}.`,
    restingYet: "Nothing was exchanged yet.",
    waiting: (changes: string, at: string) => `${changes} to send. The service last answered ${at}.`,
    unreachable: (at: string) => `The service was not reached since ${at}.`,
    unreachableYet: "The service was not reached yet.",
    unreachableHint: "What you write is safe on this computer. It is tried again by itself, the pauses growing up to an hour; “Send now” tries at once.",
    unknown: "The service no longer knows this computer.",
    unknownHint: "Everything you wrote is still here, and you can go on writing. Ask your administrator for a new invitation to this computer.",
  },
};
