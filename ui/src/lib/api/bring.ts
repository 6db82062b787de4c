/** Bringing work from another profile of this computer. */
import { commands } from "../bindings";

export type { BringPerson, BringRest, BringView as Found, Chosen } from "../bindings";

export const { otherProfiles, lookAtProfile, bringWork, leaveProfile } = commands;
