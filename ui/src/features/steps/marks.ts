/** The shape of where a step stands; the word is beside it. */
import type { Standing } from "$lib/api/steps";

export const marks = {
  proposed: "open",
  agreed: "open",
  practising: "begun",
  mastered: "done",
  retired: "dropped",
  superseded: "dropped",
  "needs-attention": "attn",
} as const satisfies Record<Standing, string>;
