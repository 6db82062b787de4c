/**
 * The grammar of a script line, as far as the page shows it before Rust has kept the line. Rust
 * (domain::script) decides; grammar.test.ts holds both to the same examples.
 */

/** A typed text at its first `//`: before it evidence, after it a private wondering. */
export interface Split {
  evidence: string;
  wondering: string | null;
}

export interface Parsed {
  /** The speaker that the line names, or null. */
  speaker: string | null;
  /** Whether it is spoken by whoever spoke two lines ago. */
  isAlternate: boolean;
  text: string;
  isStarred: boolean;
  /** The positions of the look-fors that the line names, from 0. */
  lookFors: number[];
}

const MOST_LOOK_FORS = 8;

export function split(typed: string): Split {
  for (let from = 0; ; ) {
    const at = typed.indexOf("//", from);
    if (at < 0) return { evidence: typed, wondering: null };
    if (typed[at - 1] !== "\\") return { evidence: typed.slice(0, at), wondering: typed.slice(at + 2) };
    from = at + 2;
  }
}

export function parse(evidence: string): Parsed {
  const begun = evidence.trimStart();
  const isAlternate = begun.startsWith("^");
  const { speaker, rest } = speakerSign(isAlternate ? begun.slice(1) : begun);
  const end = rest.trimEnd();
  const isStarred = end.endsWith("*") && !end.endsWith("\\*");
  const { text, positions } = lookForSigns(isStarred ? end.slice(0, -1) : rest);
  return { speaker, isAlternate, text: unescape(text), isStarred, lookFors: positions };
}

/** Reads the sign before the first space: "t", "S", "ss", "s12" and the small "a". */
export function speakerSign(text: string): { speaker: string | null; rest: string } {
  const space = text.indexOf(" ");
  const speaker = space < 0 ? null : codeOf(text.slice(0, space));
  return speaker === null ? { speaker, rest: text } : { speaker, rest: text.slice(space + 1) };
}

function codeOf(sign: string): string | null {
  // "A " begins too many English sentences: the activity sign is the small letter only.
  if (sign === "a") return "A";
  if (/^[ts]$/i.test(sign)) return sign.toUpperCase();
  if (/^ss$/i.test(sign)) return "Ss";
  const seat = /^s(\d{1,3})$/i.exec(sign)?.[1];
  const number = Number(seat);
  return seat !== undefined && number >= 1 && number <= 99 ? `S${number}` : null;
}

function lookForSigns(text: string): { text: string; positions: number[] } {
  const positions: number[] = [];
  const words = text.split(" ").filter((word) => {
    const position = lookForSign(word);
    if (position === null) return true;
    if (!positions.includes(position)) positions.push(position);
    return false;
  });
  return { text: words.join(" ").trim(), positions };
}

/** "#l2" and "#b" are position 1. */
function lookForSign(word: string): number | null {
  const number = /^#l(\d{1,2})$/i.exec(word)?.[1];
  if (number !== undefined) {
    const position = Number(number) - 1;
    return position >= 0 && position < MOST_LOOK_FORS ? position : null;
  }
  const letter = /^#([a-h])$/i.exec(word)?.[1];
  return letter === undefined ? null : letter.toLowerCase().charCodeAt(0) - "a".charCodeAt(0);
}

function unescape(text: string): string {
  const rest = text.slice(1);
  const isSign = text.startsWith("\\") && (speakerSign(rest).speaker !== null || rest.startsWith("^"));
  return (isSign ? rest : text).replaceAll("\\//", "//").replaceAll("\\*", "*").replaceAll("\\#", "#").trim();
}

/** Writes a kept text so that keeping it again gives the same text: signs in it are words. */
export function escape(text: string): string {
  const plain = text
    .replaceAll("//", "\\//")
    .replace(/\*$/, "\\*")
    .split(" ")
    .map((word) => (lookForSign(word) === null ? word : `\\${word}`))
    .join(" ");
  const isSign = speakerSign(plain).speaker !== null || plain.startsWith("^");
  return isSign ? `\\${plain}` : plain;
}
