/** For tests: the Rust side of one open observation, in memory, with answers that can be held back or refused. */
import { fakeRust } from "../../dev/fake-rust";
import type { Entry, KeepLine, Kept, ObservationView, SaveDraft, Tagged } from "$lib/api/observations";
import { parse, split } from "./grammar";

export function view(changes: Partial<ObservationView> = {}): ObservationView {
  return {
    id: "o1", teacher: { id: "t1", name: "Amir Haddad" }, context: "Period 2 · Math 7", section: null, school: "Jefferson Middle",
    focus: "", entered: null, coach: null, openSteps: [], isOpen: true, isPaused: false, day: "Monday 5 October", started: "8:07", ended: null,
    elapsedMs: 5_000, plannedMinutes: 45, students: 26, entries: [],
    lookFors: ["Asks for reasons", "Wait time"].map((text, position) => ({ id: `l${position}`, position, letter: "AB"[position]!, text, count: 0 })),
    lookForSet: { id: "s1", title: "Talk", version: 1 }, drafts: [], lines: 0, tagged: 0,
    ...changes,
  };
}

export function entry(id: string, text: string, changes: Partial<Entry> = {}): Entry {
  return { id, kind: "line", time: "8:08:00", offsetMs: 60_000, speaker: "T", text, starred: false, tags: [], missing: [], ...changes };
}

/** `more` answers what stands beside the script. */
export function fakeLesson(start: Partial<ObservationView> = {}, more: Record<string, (args: never) => unknown> = {}) {
  const state = { view: view(start), readOnly: false, refuse: new Map<string, object>(), drafts: [] as SaveDraft[], kept: [] as KeepLine[] };
  let made = 0;
  let held: (() => void)[] | null = null;
  const counted = (entries: Entry[]): Kept => ({ entries, lines: state.view.entries.length, tagged: 0, saved: "8:09:00" });
  const change = (id: string, changes: Partial<Entry>) => {
    const entries = state.view.entries.map((one) => (one.id === id ? { ...one, ...changes } : one));
    state.view = { ...state.view, entries };
    return counted(entries);
  };
  const mark = (id: string, changes: Partial<Entry>) => counted(change(id, changes).entries.filter((one) => one.id === id));
  const find = (id: string) => state.view.entries.find((one) => one.id === id)!;
  /** Refuses a command when the test says so, and holds it back while the test says so. */
  const ruled = <T>(command: string, answer: (args: never) => T) => async (args: Record<string, unknown>) => {
    if (held && (command === "keep_line" || command === "tag_line")) await new Promise<void>((go) => held!.push(go));
    const refusal = state.refuse.get(command);
    if (refusal) throw refusal;
    return answer(args as never);
  };
  const keep = ({ line }: { line: KeepLine }) => {
    state.kept.push(line);
    const { evidence, wondering } = split(line.typed);
    const parsed = parse(evidence);
    const fresh: Entry[] = [];
    if (parsed.text) fresh.push(entry(`k${++made}`, parsed.text, { speaker: parsed.speaker ?? line.speaker, starred: parsed.isStarred, tags: [...line.tags, ...parsed.lookFors] }));
    if (wondering?.trim()) fresh.push(entry(`k${++made}`, wondering.trim(), { kind: "wondering", speaker: "" }));
    state.view = { ...state.view, entries: [...state.view.entries, ...fresh] };
    return counted(fresh);
  };
  const answers = {
    open_observation: () => ({ view: state.view, readOnly: state.readOnly }),
    close_observation: () => null,
    observation_sharing: () => ({ teacher: { id: "t1", name: "Amir Haddad" }, offers: [], barrier: "alone", shares: [], from: null }),
    tick_observation: () => ({ elapsedMs: 5_000, hasNewGap: false }),
    save_draft: ({ draft }: { draft: SaveDraft }) => (state.drafts.push(draft), { written: true, saved: "8:08:30" }),
    keep_line: keep,
    edit_line: ({ edit }: { edit: { id: string; typed: string; speaker: string } }) => change(edit.id, { text: parse(edit.typed).text, speaker: edit.speaker }),
    remove_entry: ({ id }: { id: string }) => {
      state.view = { ...state.view, entries: state.view.entries.filter((one) => one.id !== id) };
      return counted(state.view.entries);
    },
    star_line: ({ id, starred }: { id: string; starred: boolean }) => mark(id, { starred }),
    tag_line: ({ id, position, tagged }: { id: string; position: number; tagged: Tagged }) => {
      const without = (all: readonly number[]) => all.filter((one) => one !== position);
      const [tags, missing] = [without(find(id).tags), without(find(id).missing)];
      return mark(id, { tags: tagged === "shows" ? [...tags, position] : tags, missing: tagged === "missing" ? [...missing, position] : missing });
    },
    mark_moment: () => {
      const marker = entry(`k${++made}`, "Transition", { kind: "marker", speaker: "" });
      state.view = { ...state.view, entries: [...state.view.entries, marker] };
      return counted([marker]);
    },
    paste_script: ({ text }: { text: string }) => {
      const lines = text.split("\n").map((line) => entry(`k${++made}`, line));
      state.view = { ...state.view, entries: [...state.view.entries, ...lines] };
      return { added: lines.length, view: state.view };
    },
    finish_observation: () => (state.view = { ...state.view, isOpen: false, ended: "8:50", elapsedMs: 43 * 60_000 }),
    reopen_observation: () => (state.view = { ...state.view, isOpen: true, ended: null }),
    pause_observation: () => (state.view = { ...state.view, isPaused: true }),
    resume_observation: () => (state.view = { ...state.view, isPaused: false }),
    undo: () => ({ label: "Keep a line" }),
    ...more,
  };
  const rust = fakeRust(Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, ruled(name, answer as never)])));
  return {
    state,
    ...rust,
    commands: () => rust.asked.map(({ command }) => command),
    /** Keeps and tags wait from now on, until `release`. */
    hold: () => void (held = []),
    release: () => {
      const waiting = held ?? [];
      held = null;
      waiting.forEach((go) => go());
    },
  };
}

export const full = { code: "disk", message: "The disk is full.", hint: "Free some space." };

/** Lets every answer that is on its way arrive. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setTimeout(resolve, 0));
}
