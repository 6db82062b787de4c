/** Puts a person's appearance settings on the document. Only here is the root element touched. */
import type { Settings } from "./api/settings";

/** From this size on the layout goes to one column, as on a small window. */
const LARGE_PERCENT = 150;

export function applyAppearance({ theme, textPercent }: Pick<Settings, "theme" | "textPercent">): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.style.setProperty("--text", String(textPercent / 100));
  root.dataset.text = textPercent >= LARGE_PERCENT ? "large" : "normal";
}
