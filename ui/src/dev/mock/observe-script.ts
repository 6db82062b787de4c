/** The lesson of the pictures. Not a command file: its default export is empty. */
import { addTo } from "../../features/observe/clock.svelte";
import type { Entry, EntryKind } from "../../lib/api/observations";
import type { Commands } from "../mock";

const lesson: [time: string, speaker: string, text: string, tags?: number[], kind?: EntryKind, starred?: boolean][] = [
  ["9:12:20", "T", "“Good morning mathematicians. Yesterday two of you disagreed about three fourths. Let’s settle it.”"],
  ["9:12:41", "", "Strips and number lines on every desk. Pairs already seated together."],
  ["9:12:58", "T", "“What is three fourths?” Jun: “Three out of four.” “Yes. What else?”"],
  ["9:13:20", "S", "Priya: “It’s three of the one-fourths.”", [3]],
  ["9:13:31", "T", "“Say more about the one-fourths.” Waits.", [0, 1]],
  ["9:13:52", "T", "Puts two number lines on the board, one in fourths, one in eighths. “Where does three fourths land on each?”", [3]],
  ["9:14:10", "S", "Mateo: “Same spot. The eighths one just has more lines.”"],
  ["9:14:16", "T", "“How do you know it is the same spot?”", [0], "line", true],
  ["9:14:17", "", "Waits about 4 s. Nine hands up, then fourteen.", [1]],
  ["9:14:22", "S", "Mateo: “Because each fourth got cut in two, so three of them is six.”", [0, 3], "line", true],
  ["9:14:30", "", "Does she know how long four seconds is?", [], "wondering"],
  ["9:14:40", "T", "“Turn to your partner. Say Mateo’s idea in your own words.”", [2]],
  ["9:14:48", "", "Transition", [], "marker"],
  ["9:15:02", "S3", "to Jun: “He means you didn’t move, you just counted smaller pieces.”", [2]],
  ["9:15:34", "A", "Table 3 is comparing strips instead of number lines. T kneels and listens, does not speak."],
  ["9:15:40", "", "sleep 0:21", [], "gap"],
  ["9:16:05", "T", "“Okay, eyes up. What is another name for two thirds?” Calls on Ana right away."],
  ["9:16:08", "S", "Ana: “Four… fifths?”"],
  ["9:16:11", "T", "“Hmm. Could you draw it?” Hands her the marker.", [3]],
  ["9:16:58", "S", "Ana draws thirds, then cuts each in two. “Oh. Four sixths.”", [3]],
];

export const script: Entry[] = lesson.map(([time, speaker, text, tags = [], kind = "line", starred = false], at) => ({
  id: `e${at}`, kind, time, offsetMs: 440_000 + at * 15_000, speaker, text, starred, tags, missing: time === "9:16:05" ? [1] : [],
}));

/** The lesson again and again, for looking at a long script. */
export function long(count: number): Entry[] {
  return Array.from({ length: count }, (_, at) => {
    const one = script[at % script.length]!;
    return { ...one, id: `l${at}`, time: addTo("9:05:00", at * 5_000), offsetMs: at * 5_000 };
  });
}

const commands: Commands = {};
export default commands;
