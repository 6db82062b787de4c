import { count } from "../plural";

/** Words of what was tagged in a teacher's lessons. */
export const trendText = {
  title: "Look-fors over time",
  caption: (lessons: number) => `Tagged lines in the latest ${count(lessons, "scripted lesson", "scripted lessons")}, and how many that is in ten minutes.`,
  lookFor: "Look-for",
  minutes: (minutes: number) => `${minutes} min`,
  rate: (rate: string) => `${rate} in 10 min`,
  notLookedFor: "not looked for",
};
