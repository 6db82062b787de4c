import type { EvidenceView, PrepView, StepDetail, StepRow } from "../../lib/api/steps";
import type { Commands } from "../mock";

const teacher = { id: "t1", name: "Adaeze Okafor" };
const base: StepRow = {
  id: "step1", teacher, text: "After each question, wait 3 s before calling a name", standing: "practising", standingWords: "Being practised",
  attempt: 2, checkDate: "2026-11-24", check: "Tue 24 Nov", isDue: false, isOpen: true,
};
const rows: StepRow[] = [
  { ...base, id: "step0", text: "Name what was done well in one sentence", standing: "needs-attention", standingWords: "Needs attention: its checks do not agree. Check it once more, or remove one", isDue: true, check: "Mon 16 Nov" },
  base,
  { ...base, id: "step2", teacher: { id: "t2", name: "Tomás Reyes" }, text: "Give one minute of silent writing before partners talk", standing: "agreed", standingWords: "Agreed", attempt: 1, check: "today", isDue: true },
  { ...base, id: "step3", teacher: { id: "t3", name: "Lena Fischer" }, text: "Call on a different row each time; plan 4 names before the lesson", standing: "proposed", standingWords: "Proposed", attempt: 1, check: "Tue 1 Dec" },
];
const over: StepRow[] = [
  { ...base, id: "step8", standing: "mastered", standingWords: "Part of practice", isOpen: false },
  { ...base, id: "step9", standing: "retired", standingWords: "Dropped: the unit is over", isOpen: false },
];
const lines: EvidenceView[] = [
  { line: "e3", observation: "o1", time: "9:06:12", speaker: "T", text: "How do you know? (calls on Ana at once)" },
  { line: "e5", observation: "o1", time: "9:08:40", speaker: "T", text: "Who can say it another way? Waits." },
];
const detail = (row: StepRow): StepDetail => ({
  row, assigned: "2026-11-16", assignedWords: "Mon 16 Nov", practice: "Say the first three questions aloud together and count to three.", category: "questioning",
  lookFor: { id: "set1-1", name: "Wait time, 3 s or more" }, observation: { id: "o1", name: "Mon 16 Nov, Period 2 · Math 7" }, reason: "", followedBy: null, follows: null, lines,
  checks: [{ id: "c1", day: "Wed 18 Nov", found: "partly", attempt: 1, who: "Dana Whitfield", observation: "o1", lines, note: "" }],
  proposed: { date: "2026-12-01", words: "5 school days; Thanksgiving" },
  results: [{ measure: "m1", coachingCycle: "cc1", words: "Students who explain their answer: On the way 17 of 28", day: "Fri 13 Nov", beside: "observed" }],
  otherResults: [{ measure: "m2", coachingCycle: "cc1", words: "Students who explain their answer: Before 9 of 28", day: "Mon 5 Oct", beside: null }], isWritable: true,
});

let prepared: PrepView = {
  last: base, check: null, next: null, praise: { debrief: null, words: "", lines: [] }, proposed: { date: "2026-12-01", words: "5 school days; Thu 26 Nov is a holiday, Fri 27 Nov is a day without school" }, othersOpen: 1, isFull: false,
};

const commands: Commands = {
  steps: (_, search) => (search.has("none") ? { open: [], over: [], overTotal: 0 } : { open: rows, over, overTotal: 141 }),
  step: ({ id }: { id: string }) => detail([...rows, ...over].find((row) => row.id === id) ?? base),
  prep: (_, search) => (search.has("step") ? { ...prepared, next: detail(rows[3]!) } : prepared),
  check_day: () => ({ problem: null, offer: null, warning: null }),
  propose_step: () => ((prepared = { ...prepared, next: detail(rows[3]!) }), "step3"),
  check_step: () => "c2",
  typed_words: () => ({ number: 0, text: null }),
  save_typed: () => ({ written: true, saved: "9:49:12" }),
  keep_typed: () => null,
};
for (const name of ["set_step_look_for", "set_step_category", "set_step_check_date", "set_step_line", "set_check_line", "agree_on_step", "practise_step", "drop_step", "replace_step", "remove_step", "remove_check", "set_step_result"]) {
  commands[name] = () => null;
}
export default commands;
