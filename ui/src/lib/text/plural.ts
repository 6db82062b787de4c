const rules = new Intl.PluralRules("en");
const grouped = new Intl.NumberFormat("en");

/** "1 line", "412 lines", "1,204 lines". */
export function count(number: number, one: string, other: string): string {
  const word = rules.select(number) === "one" ? one : other;
  return `${grouped.format(number)} ${word}`;
}

/** "1,204". */
export function number(number: number): string {
  return grouped.format(number);
}

/** "A4 and letter", "one, two and three". */
export function list(items: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(items);
}
