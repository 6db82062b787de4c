import type { CoachNoteView, RemarkView, ReviewNote, ReviewsView } from "../../lib/api/coach-notes";
import type { Commands } from "../mock";

const facts: CoachNoteView["facts"] = [
  { kind: "visits_planned", count: 9, minutes: null, label: "" },
  { kind: "visits_held", count: 7, minutes: 315, label: "" },
  { kind: "observations", count: 6, minutes: 248, label: "scripted" },
  { kind: "steps_checked", count: 2, minutes: null, label: "partly" },
];
const asked: RemarkView = {
  id: "q1", kind: "question", text: "What did you hear in the silence?", passage: "eight seconds", author: { id: "s1", name: "Monique Tran" },
  isMine: false, at: "Fri 20 Nov, 13:10", answers: null, goes: null,
};
let remarks: RemarkView[] = [asked];
const note = (): CoachNoteView => ({
  note: "n1", week: "2026-11-16", range: "16–20 November", facts, tried: "I waited eight seconds after each question.", willTry: "I will film one debrief.",
  question: "How do you end a debrief on time?", isBegun: true, isNow: true, state: "shared", since: "Thu 19 Nov, 16:02", barrier: null,
  supervisors: [{ id: "s1", name: "Monique Tran" }], seen: [{ name: "Monique Tran", at: "Fri 20 Nov, 13:02" }], standing: "asked", remarks,
});
const review = (id: string, name: string, question: string): ReviewNote => ({
  id, coach: { id: `c-${id}`, name }, range: "16–20 November", came: "Fri 20 Nov, 13:02", tried: "I waited eight seconds after each question. Two more students spoke.",
  willTry: "I will film one debrief.", question, facts, isRead: false, isDone: false, standing: "new", reasons: question === "" ? ["sample"] : ["asks"], lastHeard: "Thu 19 Nov, 4:02 pm", remarks: [],
});
const list: ReviewsView = {
  isSupervisor: true, asOf: "16:02",
  notes: [review("r1", "Dana Whitfield", "How do you end a debrief on time?"), review("r2", "Eli Novak", ""), review("r3", "Ola Berg", "")],
};

const commands: Commands = {
  coach_note: note,
  begin_note: () => null,
  replace_names: () => null,
  note_names: () => [],
  share_note: () => null,
  stop_sharing_note: () => null,
  reviews: () => list,
  review_count: (_, search) => (search.has("supervisor") ? 3 : null),
  returned_questions: () => [{ week: "2026-11-16", range: "16–20 November", question: asked }],
  say_of_note: () => "said",
  take_back_remark: ({ id }: { id: string }) => ((remarks = remarks.filter((one) => one.id !== id)), null),
  mark_note_read: () => null,
};
export default commands;
