/** Bringing work from another profile of this computer, and private lines from a backup of another computer. */
import { commands } from "../bindings";

export type { BringPerson, BringRest, BringView as Found, Chosen, PrivateView as FoundPrivate } from "../bindings";

export const { otherProfiles, lookAtProfile, bringWork, leaveProfile } = commands;
export const { lookAtPrivateLines, bringPrivateLines, leavePrivateLines } = commands;
