/** Entry afterwards: lessons that were written down on paper, and the blank forms for them. */
import { commands, type Form, type FromPaper } from "../bindings";

export type { Form, FromPaper };
export const { beginFromPaper, saveEnteredLine, enterLine, enterSweep, enterInterval, enterTally, enterStretch, enterItem, printForm } = commands;
