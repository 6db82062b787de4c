import { addTo } from "../../features/observe/clock.svelte";
import { parse, split } from "../../features/observe/grammar";
import type { SaveSet, SetView } from "../../lib/api/look-fors";
import type { DraftView, EditLine, Entry, KeepLine, Kept, ObservationView, SaveDraft, Tagged } from "../../lib/api/observations";
import type { Commands } from "../mock";
import { teachers } from "./people";
import { long, script } from "./observe-script";

const start = "9:05:00";
let sets: SetView[] = [
  { id: "set1", title: "Talk and reasoning", version: 2, lookFors: ["Asks for reasons", "Wait time, 3 s or more", "Students respond to students", "Models on paper or board"] },
  { id: "set2", title: "Number talks", version: 1, lookFors: ["Several strategies", "Records student thinking"] },
];
let made = 0;
let paused = false;
let ended: number | null = null;
let began = performance.now() - 768_000;
let entries: Entry[] = script;
let draft: DraftView | null = null;
let set = sets[0]!;

const elapsed = () => ended ?? performance.now() - began;
const lines = () => entries.filter(({ kind }) => kind === "line");
const kept = (shown: Entry[]): Kept => ({
  entries: shown, lines: lines().length, tagged: lines().filter(({ tags }) => tags.length > 0).length, saved: addTo(start, elapsed()),
});
const whole = () => kept(entries);

function view(search: URLSearchParams): ObservationView {
  if (search.has("long") && entries === script) entries = long(500);
  return {
    id: "o1",
    teacher: { id: teachers[0]?.id ?? "", name: "Adaeze Okafor" },
    context: "Grade 4 math · Room 12", section: null,
    school: "Lincoln Elementary",
    focus: "wait time after “how do you know?”",
    entered: null,
    coach: null, openSteps: [{ id: "step1", text: "After each question, wait 3 s before calling a name", check: "24 Nov" }],
    isOpen: ended === null && !search.has("finished"),
    isPaused: paused,
    day: "Thursday 19 November",
    started: "9:05",
    ended: ended === null && !search.has("finished") ? null : "9:48",
    elapsedMs: search.has("finished") ? 43 * 60_000 : elapsed(),
    plannedMinutes: 20,
    students: 24,
    entries,
    lookFors: search.has("bare") ? [] : set.lookFors.map((text, position) => ({ id: `${set.id}-${position}`, position, letter: "ABCDEFGH"[position]!, text, count: 0 })),
    lookForSet: search.has("bare") ? null : set,
    drafts: draft ? [draft] : search.has("left") ? [{ line: null, typed: "“Say what changed in your drawing.” Waits. Ana points to the", speaker: "T", tags: [1], caret: 58, number: 7, typedTime: "", time: "9:17:48" }] : [],
    lines: lines().length,
    tagged: lines().filter(({ tags }) => tags.length > 0).length,
  };
}

function keep({ line }: { line: KeepLine }): Kept {
  const { evidence, wondering } = split(line.typed);
  const { speaker, text, isStarred, lookFors } = parse(evidence);
  const base = { time: addTo(start, elapsed() - line.ageMs), offsetMs: elapsed() - line.ageMs, speaker: "", starred: false, tags: [], missing: [] };
  const shown: Entry[] = [];
  if (text) shown.push({ ...base, id: `k${++made}`, kind: "line", text, speaker: speaker ?? line.speaker, starred: isStarred, tags: [...line.tags, ...lookFors] });
  if (wondering?.trim()) shown.push({ ...base, id: `k${++made}`, kind: "wondering", text: wondering.trim() });
  entries = [...entries, ...shown];
  draft = null;
  return kept(shown);
}

const change = (id: string, changed: Partial<Entry>) => {
  entries = entries.map((entry) => (entry.id === id ? { ...entry, ...changed } : entry));
  return whole();
};
const entry = (id: string) => entries.find((one) => one.id === id)!;
const rows = Array.from({ length: 37 }, (_, at) => ({
  id: `o${at + 1}`, teacher: ["Adaeze Okafor", "Tomás Reyes", "Lena Fischer", "Jun Watanabe"][at % 4]!, context: ["Grade 4 math · Room 12", "Period 2 · Math 7", "Grade 5 reading"][at % 3]!,
  day: ["Thu 19 Nov", "Wed 18 Nov", "Tue 17 Nov", "Mon 16 Nov"][at >> 2] ?? "Fri 13 Nov", started: "9:05", duration: at === 0 ? null : `${20 + at}:1${at % 10}`, isOpen: at === 0, lines: 41 + at * 3, tagged: at % 5 === 0 ? 0 : 14 + at, isShared: at === 2, from: at === 4 ? "Dana Whitfield" : null,
  kind: at === 3 ? "interval" : "scripted", entries: at === 3 ? 19 : 0, isCalibration: at === 3, coach: null,
}));

const commands: Commands = {
  kind_of_observation: () => "scripted",
  observable_coaches: () => [],
  observations: (_, search) => (search.has("none") ? { rows: [], total: 0 } : { rows, total: rows.length }),
  start_observation: (_, search) => {
    entries = [];
    began = performance.now();
    return view(search);
  },
  open_observation: (_, search) => ({ view: view(search), readOnly: search.has("readonly") }),
  close_observation: () => null,
  save_draft: ({ draft: state }: { draft: SaveDraft }, search) => {
    if (search.has("full")) throw { code: "disk", message: "The disk is full.", hint: "Go on typing: the words stay here. Free some space." };
    if (state.line === null) draft = { ...state, typedTime: "", time: addTo(start, elapsed()) };
    return { written: true, saved: addTo(start, elapsed()) };
  },
  keep_line: keep,
  edit_line: ({ edit }: { edit: EditLine }) => {
    const parsed = parse(split(edit.typed).evidence);
    return change(edit.id, { text: parsed.text, speaker: parsed.speaker ?? edit.speaker });
  },
  remove_entry: ({ id }: { id: string }) => {
    entries = entries.filter((one) => one.id !== id);
    return whole();
  },
  star_line: ({ id, starred }: { id: string; starred: boolean }) => change(id, { starred }),
  tag_line: ({ id, position, tagged }: { id: string; position: number; tagged: Tagged }) => {
    const without = (all: readonly number[]) => all.filter((one) => one !== position);
    const [tags, missing] = [without(entry(id).tags), without(entry(id).missing)];
    return change(id, { tags: tagged === "shows" ? [...tags, position].sort() : tags, missing: tagged === "missing" ? [...missing, position].sort() : missing });
  },
  mark_moment: () => {
    const marker: Entry = { id: `k${++made}`, kind: "marker", time: addTo(start, elapsed()), offsetMs: elapsed(), speaker: "", text: "Transition", starred: false, tags: [], missing: [] };
    entries = [...entries, marker];
    return kept([marker]);
  },
  paste_script: ({ text }: { text: string }, search) => {
    const pasted = text.split("\n").filter((one) => one.trim());
    for (const typed of pasted) keep({ line: { observation: "o1", number: 0, typed, speaker: "", ageMs: 0, tags: [] } });
    return { added: pasted.length, view: view(search) };
  },
  pause_observation: (_, search) => ((paused = true), view(search)),
  resume_observation: (_, search) => ((paused = false), view(search)),
  tick_observation: () => ({ elapsedMs: elapsed(), hasNewGap: false }),
  finish_observation: (_, search) => ((ended = elapsed()), view(search)),
  reopen_observation: (_, search) => ((ended = null), view(search)),
  set_observation: (_, search) => view(search),
  remove_observation: () => null,
  look_for_sets: () => sets,
  save_look_for_set: ({ set: saved }: { set: SaveSet }) => {
    const before = sets.find(({ id }) => id === saved.follows);
    sets = [...sets.filter((one) => one !== before), { id: `set${++made}`, version: (before?.version ?? 0) + 1, title: saved.title, lookFors: saved.lookFors }];
    return sets;
  },
  choose_look_fors: ({ set: id }: { set: string }, search) => {
    set = sets.find((one) => one.id === id) ?? set;
    return view(search);
  },
  print_observation: () => null,
};
export default commands;
