/** Calls at every new minute, and when the window shows again; returns how to stop. */
export function everyMinute(heard: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    // A little after the full minute, so that Rust's clock has passed it too.
    timer = setTimeout(tick, 60_050 - (Date.now() % 60_000));
  };
  const tick = () => {
    heard();
    wait();
  };
  const shown = () => document.visibilityState === "visible" && heard();
  wait();
  document.addEventListener("visibilitychange", shown);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", shown);
  };
}
