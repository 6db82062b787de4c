import type { ConsentRow } from "../../lib/api/consents";
import type { EndingView } from "../../lib/api/ending";
import type { Commands } from "../mock";

const ending = (teacher: string): EndingView => ({
  teacher: { id: teacher, name: "Amir Haddad" }, isCoached: true, ended: null, successors: [{ id: "c2", name: "Eli Novak" }],
  visits: 9, visitMinutes: 405, observations: 6, days: "Mon 7 Sep – Fri 20 Nov", hasStep: true, category: "questioning",
  texts: [{ id: "d1", isStep: false, about: "Tue 3 Nov, 8:07", isAgreed: false, isHandedOver: false }],
});

const consents = (): ConsentRow[] => [
  { document: "d1", kind: "debrief", about: "Tue 3 Nov, 8:07", reader: { id: "c2", name: "Eli Novak" }, since: "Thu 19 Nov, 14:03" },
];

const commands: Commands = {
  coaching_end: ({ teacher }: { teacher: string }) => ending(teacher),
  end_coaching: () => null,
  hand_over: () => 1,
  coached_before: () => [],
  following_coach: () => null,
  agree_to_hand_over: () => null,
  consent_to: ({ id }: { id: string }) => ({ given: consents().filter((one) => one.document === id), people: [{ id: "t3", name: "Ruth Alvarez" }] }),
  consents: () => consents(),
  say_consent: () => null,
  lesson_preps: () => [],
  save_lesson_prep: () => "p1",
  hold_lesson_prep: () => null,
  share_lesson_prep: () => null,
  stop_sharing_lesson_prep: () => null,
  remove_lesson_prep: () => null,
};
export default commands;
