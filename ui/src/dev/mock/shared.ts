import type { SharedRecord, SharedRow, SharedView } from "../../lib/api/shared";
import type { Commands } from "../mock";

const coach = { id: "c1", name: "Dana Whitfield" };
const row = (id: string, kind: SharedRow["kind"], about: string): SharedRow => ({
  id, kind, method: kind === "observation" ? "scripted" : null, coach, teacher: null, since: "Wed 4 Nov, 16:02", about, read: null, changed: null, isNew: true,
});
const rows: SharedRow[] = [
  { ...row("d1", "debrief", "Tue 3 Nov, 8:07 · Period 2 · Math 7"), changed: "Thu 5 Nov, 9:10" },
  row("o1", "observation", "Tue 3 Nov, 8:07 · Period 2 · Math 7"),
];
const whole = (shown: SharedRow): SharedRecord => ({
  row: shown,
  words: [{ label: "What went well", text: "Students said the rule themselves." }],
  lines: shown.kind === "observation" ? [{ time: "8:09:12", speaker: "T", text: "What do you notice?", tags: "A" }] : [],
  step: null,
  changes: shown.changed === null ? [] : [{
    row: "d1", label: "What went well", when: "Thu 5 Nov, 9:10", before: "Students said the rule.", after: "Students said the rule themselves.",
    pieces: [{ kind: "same", text: "Students said the rule" }, { kind: "new", text: " themselves" }, { kind: "same", text: "." }],
  }],
  readers: [{ kind: "you", name: "Amir Haddad" }, { kind: "coach", name: coach.name }],
});

const commands: Commands = {
  shared_with_me: (): SharedView => ({ asOf: "16:10", records: rows, steps: [] }),
  shared_count: (_, search) => (search.has("teacher") ? rows.filter((one) => one.isNew).length : null),
  shared_record: ({ id }: { id: string }) => whole(rows.find((one) => one.id === id)!),
  acknowledge_record: ({ id }: { id: string }) => (Object.assign(rows.find((one) => one.id === id)!, { read: "Thu 5 Nov, 10:00", isNew: false }), null),
  read_by: () => null,
  save_archive: () => true,
  stop_archive: () => null,
};
export default commands;
