/** Copies the shared version of a debrief for an e-mail, and says what came of it. */
import { Problem } from "$lib/api/problem";
import { copySummary, type Language } from "$lib/api/summaries";
import { sharedNames } from "$lib/api/sharing";
import { copyFormatted } from "$lib/clipboard";
import { sentences } from "$lib/done";
import { summaryText } from "$lib/text/en/summary";
import { toasts } from "$lib/toasts.svelte";

/** `look` opens the summary with the names that stand in it: where it is given and there are some, it is offered. */
export async function copyForEmail(debrief: string, language: Language, look?: () => void): Promise<void> {
  try {
    await copyFormatted(copySummary(debrief, language));
    const names = look ? (await sharedNames(debrief)).length : 0;
    if (look && names > 0) toasts.show(summaryText.copiedNames(names), { label: summaryText.look, run: look });
    else toasts.show(summaryText.copied);
  } catch (thrown) {
    toasts.show(sentences(Problem.from(thrown)));
  }
}
