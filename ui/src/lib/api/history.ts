/** What a field said before. */
import { commands } from "../bindings";

export type { HistoryView, PastView, PieceView } from "../bindings";

export const history = (row: string, field: number | null) => commands.history(row, field);

/** Gives a field an earlier value again; returns the document whose undo takes that back. */
export const { restoreVersion } = commands;
