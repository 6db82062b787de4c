/** F6 goes round the regions of a screen: elements with `data-region`, in the order they stand. */

const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]';

export function focusRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(isShown);
  if (regions.length === 0) return;
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = at < 0 ? 0 : (at + step + regions.length) % regions.length;
  const region = regions[next];
  if (region) enter(region);
}

/** Whether Enter on this element is the element's own. */
export function isControl(element: Element | null): boolean {
  return element?.closest("button, a, input, select, textarea") != null;
}

/** From the heading, or from nowhere, into the screen's list. Returns whether it went. */
export function enterList(): boolean {
  const from = document.activeElement;
  if (from && from !== document.body && !from.matches("main :is(h1, [data-begin])")) return false;
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")];
  const stops = rows.filter((row) => row.tabIndex === 0 && isShown(row));
  const stop = stops.find((row) => row.matches("[aria-current]")) ?? stops[0];
  stop?.focus();
  return stop !== undefined;
}

/** Focuses where the region's work starts: what it marks, its current place, or its first control. */
function enter(region: HTMLElement): void {
  const inside = [...region.querySelectorAll<HTMLElement>(focusable)].filter(
    (element) => element.tabIndex >= 0 && isShown(element),
  );
  const marked = inside.find((element) => element.matches("[data-region-start], [aria-current]"));
  const start = marked ?? inside[0];
  if (start) return start.focus();
  region.tabIndex = -1;
  region.focus();
}

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility?.() ?? true;
}
