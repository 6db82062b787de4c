/** Copies the shared version of a debrief for an e-mail, and says what came of it. */
import { Problem } from "$lib/api/problem";
import { copySummary, type Language } from "$lib/api/summaries";
import { copyFormatted } from "$lib/clipboard";
import { sentences } from "$lib/done";
import { summaryText } from "$lib/text/en/summary";
import { toasts } from "$lib/toasts.svelte";

export async function copyForEmail(debrief: string, language: Language): Promise<void> {
  try {
    await copyFormatted(copySummary(debrief, language));
    toasts.show(summaryText.copied);
  } catch (thrown) {
    toasts.show(sentences(Problem.from(thrown)));
  }
}
