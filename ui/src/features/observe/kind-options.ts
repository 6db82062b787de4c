/** The kinds of observation, the one that needs no further key first, and the keys that choose them. */
import type { Kind } from "$lib/api/kinds";
import type { ActionId } from "$lib/keys/table";

export const kinds = [
  { kind: "scripted", action: "begin.script" },
  { kind: "walkthrough", action: "begin.walkthrough" },
  { kind: "interval", action: "begin.interval" },
  { kind: "talk_timer", action: "begin.talk" },
  { kind: "scan", action: "begin.scan" },
  { kind: "tally", action: "begin.tally" },
  { kind: "learning_walk", action: "begin.learningWalk" },
] as const satisfies readonly { kind: Kind; action: ActionId }[];
