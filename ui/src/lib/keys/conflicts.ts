/** Whether two actions would answer to the same key. Used by the settings, and by the test of the table. */
import { alongside, type KeyAction } from "./table";

export function canActTogether(one: KeyAction, other: KeyAction): boolean {
  if (one.over?.includes(other.id) || other.over?.includes(one.id)) return false;
  if (one.when && other.when && one.when !== other.when) return false;
  if (one.scope === other.scope) return true;
  return alongside[one.scope].includes(other.scope) || alongside[other.scope].includes(one.scope);
}

/** The chord both have, or one that begins a pair of the other's. */
export function sharedKey(one: readonly string[], other: readonly string[]): string | undefined {
  const begins = (key: string, pair: string) => key === pair || pair.startsWith(`${key} `);
  return (
    one.find((key) => other.some((pair) => begins(key, pair))) ??
    other.find((key) => one.some((pair) => begins(key, pair)))
  );
}
