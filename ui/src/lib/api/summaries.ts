/** What a teacher takes along from a debrief: on paper, as a PDF, and as a copy for e-mail. */
import { commands, type Language, type SummaryCopy } from "../bindings";

export type { Language, SummaryCopy };
export const { copySummary, printSummary } = commands;
