/** Joining an organisation: the invitation, and the profile that is made for it. */
import { commands } from "../bindings";

export type { InvitationView as Invitation, JoinedView as Joined } from "../bindings";

export const { readInvitation, joinOrganisation, joinAgain, leaveJoining } = commands;
