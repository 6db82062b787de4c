import type { AttentionView, ExchangeState, PieceView, ReadyView, ReceiptsView, RowView, WaitingView } from "../../lib/api/exchange";
import type { HistoryView } from "../../lib/api/history";
import type { Commands } from "../mock";

const state: ExchangeState = { now: "resting", service: "https://coachlight.riverbend.example", waiting: 3, attention: 1, received: "16:02", others: null };
const row: RowView = { id: "l1", title: "Line in the observation of Amir Haddad, Thu 12 Nov, 9:15", short: "Line, 9:15", observation: "o1", person: null, date: null };
const pieces = (word: string): PieceView[] => [{ kind: "new", text: word }, { kind: "same", text: " students explain the graph." }];
const mine = { who: "You, on this computer", writer: "here" as const, when: "9:20", pieces: pieces("Five") };
const theirs = { who: "Somebody else", writer: "somebody" as const, when: "9:22", pieces: pieces("Six") };
let met: AttentionView = { conflicts: [{ row, field: 6, what: "Words", met: { kind: "passages", passages: [{ kept: mine, other: theirs }] } }], total: 1 };
const waiting: WaitingView = { documents: [{ row: { ...row, id: "o1", title: "Observation of Amir Haddad, Thu 12 Nov" }, items: [{ row, verb: "Changed", when: "16:05" }] }], changes: 3, listed: 1 };
const receipts: ReceiptsView = { receipts: [{ when: "16:02", changes: 41, hash: "0f".repeat(16), place: "812" }], hasMore: false };
const ready: ReadyView = { observations: 14, visits: 30, steps: 9, contentCycles: 3, lookForSets: 4, people: 62, waiting: 3, received: "16:02" };
const past: HistoryView = {
  row, fields: [{ number: 6, name: "Words" }], field: 6, older: 0,
  versions: [{ version: { id: "1-1", words: "Five students explain the graph.", who: mine.who, writer: "here", when: "9:20" }, pieces: mine.pieces, isShown: true, canRestore: false, isReceived: false }],
};

const commands: Commands = {
  exchange_state: (_args, search) => (search.has("alone") ? null : state),
  exchange_now: () => null,
  attention: () => met,
  choose_between: () => ((met = { conflicts: [], total: 0 }), null),
  custody: () => [],
  waiting: () => waiting,
  receipts: () => receipts,
  find_receipt: () => receipts.receipts[0] ?? null,
  ready_for_offline: () => ready,
  history: () => past,
  restore_version: () => null,
};
export default commands;
