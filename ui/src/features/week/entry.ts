/** An entry of the week in words: what it is, where and how long, and how it stands. */
import type { WeekEntry } from "$lib/api/weeks";
import { presenting } from "$lib/presenting.svelte";
import { text } from "$lib/text/en";

const words = text.week;

export type Kind = "open" | "begun" | "done" | "info" | "dropped";

export function who(entry: WeekEntry): string {
  if (entry.team) return entry.team.name;
  if (entry.teacher) return presenting.name(entry.teacher.name, "teacher");
  if (entry.coach) return presenting.name(entry.coach.name, "person");
  return words.entry.someone;
}

export function title(entry: WeekEntry): string {
  if (entry.team && !entry.teacher) return (words.entry.kinds[entry.kind] ?? words.entry.visitTeam)(who(entry));
  if (entry.coach) return words.entry.observeCoach(who(entry));
  const about = words.entry.about(who(entry), entry.context);
  return words.entry.kinds[entry.kind]?.(about) ?? words.entry.observe(about);
}

/** Place and length, then what came of it: lines, a reason, or what to look at. */
export function meta(entry: WeekEntry): string {
  const detail = entry.detail === "" ? "" : `${entry.detail}.`;
  return [detail, outcome(entry)].filter((part) => part !== "").join(" ");
}

function outcome(entry: WeekEntry): string {
  if (entry.observation && entry.observation.kind !== "scripted") {
    const { kind, entries } = entry.observation;
    return kind === null ? "" : `${text.kinds.names[kind]}, ${text.kinds.entries(kind, entries)}.`;
  }
  if (entry.observation) return words.entry.lines(entry.observation.lines, entry.observation.tagged);
  // What a person wrote is not for the wall.
  if (presenting.isOn) return "";
  if (entry.state === "cancelled") return words.entry.cancelled(unstopped(entry.reason));
  const moved = entry.state === "moved" && entry.reason !== "" ? words.entry.moved(unstopped(entry.reason)) : "";
  return [moved, entry.purpose].filter((part) => part !== "").join(" ");
}

/** A reason may end with a full stop of its own. */
function unstopped(reason: string): string {
  return reason.replace(/[.\s]+$/, "");
}

export function mark(entry: WeekEntry): { kind: Kind; word: string } {
  if (entry.observation?.isOpen) return { kind: "begun", word: words.states.open };
  if (entry.observation && entry.observation.kind !== "scripted") return { kind: "done", word: words.states.held };
  if (entry.observation) return { kind: "done", word: words.states.saved(entry.observation.lines) };
  switch (entry.state) {
    case "planned":
      return { kind: "open", word: words.states.planned };
    case "moved":
      return { kind: "open", word: words.states.moved };
    case "held":
      return { kind: "done", word: words.states.held };
    case "cancelled":
      return { kind: "dropped", word: words.states.cancelled };
    default:
      return { kind: "info", word: words.states.unknown };
  }
}
