import type { ConsentedView, PreviewView, SharingView, SupervisorsView, With } from "../../lib/api/sharing";
import type { Commands } from "../mock";

let view: SharingView = { teacher: { id: "t1", name: "Adaeze Okafor" }, offers: ["teacher", "supervisors", "facts"], barrier: null, shares: [], from: null, isOfCoach: false };
const all: With[] = ["teacher", "supervisors", "facts"];
const offered = (): With[] => all.filter((one) => !view.shares.some((share) => share.with === one));

const preview = (wanted: With): PreviewView => ({
  day: "Thursday 19 November", times: "9:05 – 9:48", levels: [{ indicator: "Students give reasons", level: 2 }], lookFors: ["Asks for reasons", "Wait time, 3 s or more"], rubrics: ["Talk about thinking, in levels"], wonderings: 2, recorded: { kind: "other" },
  words: wanted === "facts" ? [] : [{ label: "Note", text: "Pairs talked on their own at 9:20." }],
  focus: wanted === "facts" ? null : "wait time after “how do you know?”",
  lines: wanted === "facts" ? [] : [
    { time: "9:06:10", speaker: "T", text: "“What do you notice about the two graphs?”", tags: "" },
    { time: "9:06:19", speaker: "S", text: "“The red one goes up faster.”", tags: "" },
  ],
});

function shown(search: URLSearchParams): SharingView {
  if (search.has("theirs")) return { ...view, offers: [], shares: [], barrier: "notYours", from: { author: "Dana Whitfield", since: "Thu 19 Nov, 14:02" } };
  if (search.has("shared") && view.shares.length === 0) {
    view.shares = [
      { with: "teacher", since: "Thu 19 Nov, 14:02", state: "open", barrier: null, seen: [{ name: "Adaeze Okafor", at: "Fri 20 Nov, 7:48" }] },
      { with: "supervisors", since: "Thu 19 Nov, 14:03", state: "withheld", barrier: "notAgreed", seen: [] },
    ];
    view.offers = offered();
  }
  return view;
}

const supervisors = (isOffered: boolean): SupervisorsView => ({
  teacher: { id: "t1", name: "Adaeze Okafor" }, supervisors: [{ id: "s1", name: "Ruth Alvarez" }], isOffered, barrier: isOffered ? null : "notAgreed", share: null,
  goes: [{ label: "What went well", text: "Students said the rule themselves." }, { label: "Date", text: "Thursday 19 November 2026" }],
});

const onePerson = (isConsented: boolean): ConsentedView => ({
  teacher: { id: "t1", name: "Adaeze Okafor" }, barrier: isConsented ? null : "alone",
  people: isConsented ? [{ person: { id: "c2", name: "Eli Novak" }, isConsented: true, isOffered: true, state: null, barrier: null, seen: null }] : [],
  goes: supervisors(true).goes,
});

const commands: Commands = {
  supervisor_sharing: (_, search) => supervisors(search.has("agreed")),
  consented_sharing: (_, search) => onePerson(search.has("consented")),
  show_to_person: () => onePerson(true),
  stop_showing: () => onePerson(true),
  observation_sharing: (_, search) => shown(search),
  preview_share: ({ audience: wanted }: { audience: With }) => preview(wanted),
  shared_names: () => [
    { row: "l1", entity: 15, field: 6, isFixed: false, name: "Ben Ito", sentence: "Ben Ito asked the same.", at: 0, role: "the teacher", initials: "B. I.", number: null, isPerhaps: false },
    { row: "l2", entity: 15, field: 6, isFixed: false, name: "Jaylen", sentence: "T asks Jaylen again.", at: 7, role: "a student", initials: "J.", number: "S1", isPerhaps: true },
  ],
  replace_shared_names: () => null,
  names_in_texts: () => [],
  mark_no_name: () => null,
  share_observation: ({ audience: wanted }: { audience: With }) => {
    view = { ...view, shares: [...view.shares, { with: wanted, since: "Thu 19 Nov, 14:02", state: "waiting", barrier: null, seen: [] }] };
    return (view = { ...view, offers: offered() });
  },
  stop_sharing: ({ audience: wanted }: { audience: With }) => {
    view = { ...view, shares: view.shares.filter((share) => share.with !== wanted) };
    return (view = { ...view, offers: offered() });
  },
};
export default commands;
