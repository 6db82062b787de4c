import type { Hit, HitGroup, HitKind } from "../../lib/api/search";
import type { Commands } from "../mock";

const all: [HitKind, string, string, string][] = [
  ["person", "Adaeze Okafor", "Grade 4 math, Lincoln Elementary", "person"],
  ["person", "Tomás Reyes", "Grade 5 math, Lincoln Elementary", "person"],
  ["observation", "Adaeze Okafor, wait time", "19 November, 41 lines", "observation"],
  ["line", "How do you know it is the same spot?", "Adaeze Okafor, 9:14:16", "observation"],
  ["line", "Because each fourth got cut in two, so three of them is six.", "Adaeze Okafor, 9:14:22", "observation"],
  ["wondering", "Does she know how long four seconds is?", "Adaeze Okafor, 19 November", "observation"],
];

function search({ query }: { query: string }): { groups: HitGroup[] } {
  const found = all.flatMap(([kind, title, detail, name], at): (Hit & { kind: HitKind })[] => {
    const start = title.toLowerCase().indexOf(query.toLowerCase().trim());
    const ranges: [number, number][] = start < 0 ? [] : [[start, query.trim().length]];
    return start < 0 ? [] : [{ id: `h${at}`, kind, title, detail, ranges, observation: name === "person" ? null : `o${at}`, person: name === "person" ? `p${at}` : null, date: null }];
  });
  const kinds = [...new Set(found.map((hit) => hit.kind))];
  return { groups: kinds.map((kind) => ({ kind, hits: found.filter((hit) => hit.kind === kind) })) };
}

const commands: Commands = { search };
export default commands;
