/** Short news at the edge of the screen, with at most one thing to do about it. Never takes the focus. */

export interface Toast {
  id: number;
  message: string;
  action?: { label: string; run: () => void };
}

/** Long enough to read two lines and reach for the key; the same act is always in a menu too. */
const SHOWN_FOR = 10_000;

class Toasts {
  all = $state.raw<readonly Toast[]>([]);
  #last = 0;

  /** Shows a toast in place of those before it. */
  show(message: string, action?: Toast["action"]): void {
    const toast = { id: ++this.#last, message, action };
    this.all = [toast];
    setTimeout(() => this.dismiss(toast.id), SHOWN_FOR);
  }

  dismiss(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  clear(): void {
    this.all = [];
  }
}

export const toasts = new Toasts();
