/** Sets of look-fors. A set in use never changes: an edit makes the next version. */
import { commands } from "../bindings";

export type { SaveSet, SetView } from "../bindings";

export const { lookForSets, saveLookForSet, chooseLookFors } = commands;
