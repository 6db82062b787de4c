/** Work on a USB stick: saving what waits, loading what was brought, and carrying a colleague's. */
import { commands } from "../bindings";

export type { StickCarried, StickFound, StickLoaded, StickSaved, StickState } from "../bindings";

export const { stickState, saveToStick, stopSavingToStick } = commands;
export const { lookAtStick, loadFromStick, carryFromStick } = commands;
