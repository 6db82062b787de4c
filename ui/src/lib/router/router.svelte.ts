/**
 * Where the person is and how they came here. The history lives in memory: there is no address bar.
 * Leaving a place remembers what was scrolled (elements with `data-scroll="name"`) and what had the
 * focus (`id` or `data-key`); going back puts both back. A new place starts at its h1.
 */
import { tick } from "svelte";
import type { Route, RouteName, Routes } from "./routes";

/** What a place looked like when it was left. */
interface Trace {
  scrolled: Map<string, number>;
  focused: string | null;
}

interface Entry {
  route: Route;
  trace: Trace | null;
}

/** Rows come from Rust a moment after the screen; about half a second is long enough to wait. */
const FRAMES_TO_WAIT = 30;

export class Router {
  route = $state.raw<Route>({ name: "week", params: {} });
  #past: Entry[] = [];
  /** Rises with every move, so that a late restore of an earlier move stops. */
  #move = 0;

  /** Opens a place. Opening the place that is open again moves nothing. */
  go<Name extends RouteName>(name: Name, params: Routes[Name] = {} as Routes[Name]): void {
    const next = { name, params } as Route;
    if (sameRoute(next, this.route)) return;
    this.#past.push({ route: this.route, trace: trace() });
    this.#show(next, null);
  }

  /** Puts another place where this one is, so that back skips it. */
  replace<Name extends RouteName>(name: Name, params: Routes[Name] = {} as Routes[Name]): void {
    this.#show({ name, params } as Route, null);
  }

  get canGoBack(): boolean {
    return this.#past.length > 0;
  }

  back(): void {
    const entry = this.#past.pop();
    if (entry) this.#show(entry.route, entry.trace);
  }

  /** Forgets every place: another profile was opened. */
  reset(): void {
    this.#past = [];
    this.#move++;
    this.route = { name: "week", params: {} };
  }

  #show(route: Route, left: Trace | null): void {
    const move = ++this.#move;
    this.route = route;
    void tick().then(() => {
      if (move !== this.#move) return;
      focusHeading();
      if (left) this.#restore(left, move, FRAMES_TO_WAIT);
    });
  }

  #restore(left: Trace, move: number, frames: number): void {
    if (move !== this.#move || frames === 0) return;
    if (restored(left)) return;
    requestAnimationFrame(() => this.#restore(left, move, frames - 1));
  }
}

export const router = new Router();

/** Moves the focus to where the screen begins: what is marked so, a part that was asked for or a field, else its heading. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("main [data-begin]") ?? document.querySelector<HTMLElement>("main h1");
  if (!heading) return;
  // A heading is no stop for Tab; a field that a screen begins in stays one.
  if (heading.tabIndex < 0) heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function trace(): Trace {
  const scrolled = new Map<string, number>();
  for (const region of document.querySelectorAll<HTMLElement>("[data-scroll]")) {
    scrolled.set(region.dataset.scroll ?? "", region.scrollTop);
  }
  const focused = document.activeElement?.closest<HTMLElement>("[data-key], [id]");
  return { scrolled, focused: focused?.dataset.key ?? focused?.id ?? null };
}

/** Returns whether everything could be put back. */
function restored({ scrolled, focused }: Trace): boolean {
  let isWhole = true;
  for (const region of document.querySelectorAll<HTMLElement>("[data-scroll]")) {
    const top = scrolled.get(region.dataset.scroll ?? "") ?? 0;
    region.scrollTop = top;
    if (Math.abs(region.scrollTop - top) > 1) isWhole = false;
  }
  if (focused === null) return isWhole;
  const key = CSS.escape(focused);
  const element = document.querySelector<HTMLElement>(`[data-key="${key}"], #${key}`);
  element?.focus({ preventScroll: true });
  return isWhole && element !== null;
}

function sameRoute(one: Route, other: Route): boolean {
  return one.name === other.name && JSON.stringify(one.params) === JSON.stringify(other.params);
}
