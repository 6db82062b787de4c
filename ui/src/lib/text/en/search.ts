import type { HitKind } from "$lib/api/search";
import { count } from "../plural";

export const searchText = {
  title: "Search everything",
  label: "Search people, observations and lines",
  placeholder: "A name, a word, a screen",
  goTo: "Go to",
  recent: "Recent",
  nothing: (query: string) => `Nothing matches “${query}”.`,
  nothingHint: "Search looks at whole words and their beginnings, with or without accents.",
  hidden: (end: string) => `Search is hidden while presenting.${end && ` ${end} ends presenting.`}`,
  found: (number: number) => (number === 0 ? "Nothing found" : count(number, "result", "results")),
  groups: {
    person: "People",
    observation: "Observations",
    visit: "Visits",
    line: "Lines of script",
    wondering: "Your wonderings",
    step: "Action steps",
    coachNote: "Coach notes",
    coachingCycle: "Coaching cycles",
    lessonPrep: "Planned lessons",
  } satisfies Record<HitKind, string>,
  move: "move",
  open: "open",
  close: "close",
};
