import type { Hit, HitGroup, HitKind } from "../../lib/api/search";
import type { Commands } from "../mock";

const all: [HitKind, string, string, string][] = [
  ["people", "Adaeze Okafor", "Grade 4 math, Lincoln Elementary", "person"],
  ["people", "Tomás Reyes", "Grade 5 math, Lincoln Elementary", "person"],
  ["observations", "Adaeze Okafor, wait time", "19 November, 41 lines", "observation"],
  ["lines", "How do you know it is the same spot?", "Adaeze Okafor, 9:14:16", "observation"],
  ["lines", "Because each fourth got cut in two, so three of them is six.", "Adaeze Okafor, 9:14:22", "observation"],
  ["wonderings", "Does she know how long four seconds is?", "Adaeze Okafor, 19 November", "observation"],
];

function search({ query }: { query: string }): { groups: HitGroup[] } {
  const found = all.flatMap(([kind, title, detail, name], at): Hit[] => {
    const start = title.toLowerCase().indexOf(query.toLowerCase().trim());
    const ranges: [number, number][] = start < 0 ? [] : [[start, query.trim().length]];
    return start < 0 ? [] : [{ id: `h${at}`, kind, title, detail, ranges, route: { name, id: `o${at}`, line: null } }];
  });
  const kinds = [...new Set(found.map((hit) => hit.kind))];
  return { groups: kinds.map((kind) => ({ kind, hits: found.filter((hit) => hit.kind === kind) })) };
}

const commands: Commands = { search };
export default commands;
