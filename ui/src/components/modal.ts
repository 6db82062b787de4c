/**
 * Opens a <dialog> as a modal for as long as it is in the page: the rest is out of reach, Esc calls
 * `close`, and the focus starts at `data-autofocus`, the first field or, where its content is still to come, the heading,
 * and goes back to the opener. Where somebody else is to look at it, `isAlone`, it is all that there is: what the app says
 * stays behind it, and of its keys only the lock is left.
 */
export function modal(close: () => void, isAlone = false): (dialog: HTMLDialogElement) => () => void {
  return (dialog) => {
    const opener = document.activeElement;
    const cancel = (event: Event) => {
      // The owner takes the dialog away; the browser must not close it under its feet.
      event.preventDefault();
      close();
    };
    dialog.dataset.modal = "";
    dialog.addEventListener("cancel", cancel);
    if (isAlone) dialog.dataset.alone = "";
    const giveBack = isAlone ? () => undefined : bringToasts(dialog);
    dialog.showModal();
    const fields = ".body :is(input, select, textarea)";
    // What cannot be pressed yet takes no focus: the dialog would begin on its cross.
    const start = ["[data-autofocus]:not(:disabled)", fields, "h2"].map((one) => dialog.querySelector<HTMLElement>(one));
    start.find((one) => one !== null)?.focus();
    return () => {
      dialog.removeEventListener("cancel", cancel);
      giveBack();
      dialog.close();
      if (opener instanceof HTMLElement) likeOf(opener)?.focus();
    };
  };
}

/** What is said while a dialog is open can be acted on inside it alone: the rest of the page is out of reach. */
function bringToasts(dialog: HTMLDialogElement): () => void {
  const toasts = document.querySelector(".toasts");
  if (!toasts) return () => undefined;
  // Exactly where they were: what the page takes away it takes by its place.
  const place = document.createComment("");
  toasts.replaceWith(place);
  dialog.append(toasts);
  return () => place.replaceWith(toasts);
}

/** The opener, or what was drawn anew in its place while the dialog was open. */
function likeOf(opener: HTMLElement): HTMLElement | null {
  if (opener.isConnected || !opener.dataset.key) return opener.isConnected ? opener : null;
  return document.querySelector(`[data-key="${CSS.escape(opener.dataset.key)}"]`);
}
