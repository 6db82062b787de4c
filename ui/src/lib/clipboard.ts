/** Puts words on the clipboard. Throws where the web view refuses. */
export async function copy(words: string): Promise<void> {
  await navigator.clipboard.writeText(words);
}

/**
 * Puts words on the clipboard in two forms that say the same. They may still be on their way: a web
 * view takes them only while it answers to the key that was pressed, so it is asked at once.
 */
export async function copyFormatted(words: Promise<{ html: string; plain: string }>): Promise<void> {
  const as = (type: string, choose: (words: { html: string; plain: string }) => string) =>
    words.then((ready) => new Blob([choose(ready)], { type }));
  const forms = { "text/html": as("text/html", ({ html }) => html), "text/plain": as("text/plain", ({ plain }) => plain) };
  // What Rust refuses is told in its own words, not in the web view's.
  await Promise.all([words, navigator.clipboard.write([new ClipboardItem(forms)])]);
}
