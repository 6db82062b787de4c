/** For tests: steps as Rust would answer them. */
import type { CheckView, PrepView, StepDetail, StepRow } from "$lib/api/steps";

export function row(changes: Partial<StepRow> = {}): StepRow {
  return {
    id: "p1", teacher: { id: "t1", name: "Amir Haddad" }, text: "Wait 3 s before calling a name", standing: "practising",
    standingWords: "Being practised", attempt: 1, checkDate: "2026-10-06", check: "Tue 6 Oct", isDue: false, isOpen: true, ...changes,
  };
}

export function detail(changes: Partial<StepDetail> = {}): StepDetail {
  return {
    row: row(), assigned: "2026-09-29", assignedWords: "Tue 29 Sep", practice: "", category: "", lookFor: null, observation: null, reason: "",
    followedBy: null, follows: null, proposed: { date: "2026-10-13", words: "5 school days" }, lines: [], checks: [], results: [], otherResults: [], isWritable: true, ...changes,
  };
}

export function check(changes: Partial<CheckView> = {}): CheckView {
  return { id: "c1", day: "Mon 5 Oct", found: "partly", attempt: 1, who: "Dana Whitfield", observation: "o1", lines: [], note: "", ...changes };
}

export function prepared(changes: Partial<PrepView> = {}): PrepView {
  const proposed = { date: "2026-10-13", words: "5 school days; Fri 9 Oct is a PD day" };
  return { last: row(), check: null, next: null, praise: { debrief: null, words: "", lines: [] }, proposed, othersOpen: 1, isFull: false, ...changes };
}
