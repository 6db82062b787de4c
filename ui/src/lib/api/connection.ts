/** The connection to the service, and this person's computers. */
import { commands } from "../bindings";

export type { AuthorityView as Authority, ComputerInvitationView as ComputerInvitation, DeviceView as Device, Step, StepName, StepResult } from "../bindings";

export const { testConnection, authorities, addAuthority, removeAuthority } = commands;
export const { devices, retireDevice, inviteComputer, saveInvitation, useCode } = commands;
