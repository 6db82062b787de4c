import type { ChainNode, CoachingCycleRow, CoachingCycleView, StageView } from "../../lib/api/coaching-cycles";
import type { RequestView } from "../../lib/api/coaching-requests";
import type { Commands } from "../mock";

const amir = { id: "amir-haddad", name: "Amir Haddad" };
const rows: CoachingCycleRow[] = [
  { id: "cc1", teacher: amir, title: "Students give reasons", model: "partnership", standing: "active", standingWords: "Under way", stage: "Identify", place: 2, stages: 5, since: "Mon 5 Oct", late: "3 school days past its planned end", from: null },
  { id: "cc2", teacher: { id: "lena-ortiz", name: "Lena Ortiz" }, title: "", model: "action_step", standing: "draft", standingWords: "Being planned", stage: "Observe", place: 1, stages: 5, since: "", late: "", from: null },
];
const stage = (label: string, textLabel: string, isCurrent = false): StageView => ({
  id: `stage-${label}`, label, visits: 2, days: 5, textLabel, text: "", planLabel: isCurrent ? "The strategy we chose" : null, plan: "", decides: false, decision: "", locked: null, isCurrent,
});
const view = (): CoachingCycleView => ({
  row: rows[0]!, coach: "Dana Whitfield", stands: "active", title: "Students give reasons", subject: "Math 7", standards: "7.RP.A.2", curriculum: "Unit 2", ended: "", planned: "Mon 5 Oct to Mon 16 Nov", plannedStart: "2026-10-05", plannedEnd: "2026-11-16",
  stages: [stage("Begin together", "What we agreed to work on together"), stage("Identify", "How things are now", true), stage("Learn", "The checklist or the model that we looked at"), stage("Improve", "What we changed on the way"), stage("Look back", "What we learned")],
  missing: [{ field: "text", sentence: "Write down: How things are now." }, { field: "plan", sentence: "Write down: The strategy we chose." }],
  missingBefore: [],
  goal: {
    id: "goal1", kind: "student", statement: "Every student gives a reason once a lesson", metric: "Share of answers with a reason", direction: "up", baseline: "55", baselineDate: "2026-10-01",
    baselineDay: "Thu 1 Oct", baselineCount: "28", target: "70", due: "2026-12-04", dueDay: "Fri 4 Dec",
    measures: [{ id: "m1", kind: "On the way", day: "Mon 9 Nov", value: "63", over: "of 28", task: "", way: "53 % of the way" }],
  },
  isWritable: true, shares: [], barrier: "alone", from: null,
});
const chain: ChainNode[] = [
  { id: "n1", kind: "observation", row: "o1", day: "Mon 9 Nov", words: "Period 2 · Math 7", isMissing: false },
  { id: "n2", kind: "debrief", row: null, day: "", words: "No debrief of this lesson yet", isMissing: true },
  { id: "n3", kind: "measure", row: null, day: "Mon 9 Nov", words: "On the way 63 of 28", isMissing: false },
  { id: "n4", kind: "step", row: null, day: "", words: "No step yet", isMissing: true },
];
const request: RequestView = {
  id: "rq1", other: { id: "lena-ortiz", name: "Lena Ortiz" }, topic: "Talk in pairs", goal: "Everyone speaks", ways: ["observe", "plan_together"], slots: "Tuesdays in period 2", day: "Tue 17 Nov",
  answer: "waiting", reason: "", coachingCycle: null, barrier: null,
};

const commands: Commands = {
  coaching_cycles: ({ teacher }: { teacher: string | null }) => ({ open: rows.filter((row) => teacher === null || row.teacher.id === teacher), over: [], overTotal: 0 }),
  coaching_cycle: view,
  coaching_chain: () => chain,
  coaching_cycle_of: () => ({ chosen: null, offers: [], isWritable: true }),
  coaching_requests: (_, search) => ({ waiting: search.has("requests") ? [request] : [], asked: [], coaches: [] }),
  plan_coaching_cycle: () => "cc1",
  save_cycle_days: () => null,
  start_coaching_cycle: () => null,
  pause_coaching_cycle: () => null,
  resume_coaching_cycle: () => null,
  complete_coaching_cycle: () => null,
  next_stage: () => null,
  stage_before: () => null,
  keep_locked: () => null,
};
export default commands;
