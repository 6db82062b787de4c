/** Tells Rust now and then that a person is at work, so that the idle lock waits. */
import { activity } from "./api/session";

/** At most one message in this many milliseconds. */
const PAUSE = 20_000;

export function watchActivity(): () => void {
  let last = -PAUSE;
  const seen = (event: Event) => {
    if (event.timeStamp - last < PAUSE) return;
    last = event.timeStamp;
    // A refusal means that nothing is open; then nothing can lock either.
    activity().catch(() => undefined);
  };
  const kinds = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
  for (const kind of kinds) window.addEventListener(kind, seen, { passive: true, capture: true });
  return () => kinds.forEach((kind) => window.removeEventListener(kind, seen, { capture: true }));
}
