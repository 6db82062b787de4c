/** What a teacher takes along from a debrief: on paper, as a PDF, as a copy for e-mail, and sealed in a file. */
import { commands, type Language, type OpenedSummary, type SummaryCopy, type SummarySealed } from "../bindings";

export type { Language, OpenedSummary, SummaryCopy, SummarySealed };
export const { copySummary, printSummary, sealSummary, openSealedSummary, saveSealedSummary, suggestedSummaryPage } = commands;
