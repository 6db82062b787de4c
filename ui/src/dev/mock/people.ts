import type { ObservationRow } from "../../lib/api/weeks";
import type { AddPerson, LookForTrend, PersonRow, PersonView, SaveTeam, TeacherView, TeamGoalView, TeamView } from "../../lib/api/people";
import type { CalendarDay, SchoolView, YearView } from "../../lib/api/schools";
import { say, type Commands } from "../mock";

const names = ["Lena Fischer", "Jonah Kim", "Grace Liu", "Adaeze Okafor", "Tomás Reyes", "Sam Whitaker"];
const idOf = (name: string) => name.toLowerCase().replaceAll(" ", "-");
const school = "Lincoln Elementary";

export let teachers: TeacherView[] = names.map((name) => ({ id: idOf(name), name, schoolId: "s1", school, context: "Math 4" }));

let rows: PersonRow[] = [
  ...names.map((name, at) => ({
    id: idOf(name), name, roles: ["Teacher"], school, classes: at % 2 ? "Math 4" : "Math 5, Math 5 support",
    lastVisit: at === 1 ? null : `${["Mon 16 Nov", "", "Wed 18 Nov", "Tue 17 Nov", "Thu 19 Nov", "Fri 6 Nov"][at]}`,
    due: ["Mon 30 Nov", "Thu 19 Nov", "Wed 2 Dec", "Tue 1 Dec", "Thu 3 Dec", "Mon 16 Nov"][at] ?? null, planned: at === 4 ? "Thu 3 Dec" : null, isOverdue: at === 5, isNotYet: at === 1, hasLeft: false, lateDebrief: null, mentored: null,
  })),
  { id: "dana-whitfield", name: "Dana Whitfield", roles: ["Principal"], school, classes: "", lastVisit: null, due: null, planned: null, isOverdue: false, isNotYet: false, hasLeft: false, lateDebrief: null, mentored: null },
  { id: "ruth-adler", name: "Ruth Adler", roles: [], school: "", classes: "", lastVisit: "Thu 12 Mar", due: null, planned: null, isOverdue: false, isNotYet: false, hasLeft: true, lateDebrief: null, mentored: null },
];
const teamGoal: TeamGoalView = {
  id: "tg1", statement: "Students explain why two ratios are equivalent", metric: "% at standard on the unit task", direction: "up", baseline: "55", baselineDate: "2026-10-05", baselineDay: "Mon 5 Oct", baselineCount: "112",
  target: "70", due: "2026-12-15", dueDay: "Tue 15 Dec", way: "53 % of the way", isWritable: true,
  members: [...names.slice(0, 3).map((name) => ({ id: idOf(name), name, hasLeft: false, left: "" })), { id: "ruth-adler", name: "Ruth Adler", hasLeft: true, left: "Sun 1 Nov" }],
  measures: [{ id: "tm1", day: "Mon 16 Nov", value: "63", over: "of 108", task: "Unit task 2", way: "53 % of the way" }],
};
let teams: TeamView[] = [
  { id: "t1", title: "Grade 4–5 math team", subject: "Math", school: "s1", members: names.map((name) => ({ id: idOf(name), name, starts: "2026-08-24", ends: "" })),
    pastMembers: [{ id: "ruth-adler", name: "Ruth Adler", starts: "2025-08-25", ends: "2026-06-12" }], goals: [teamGoal] },
];
let places: SchoolView[] = [
  { id: "s0", name: "North Ridge district", kind: "district", zone: "America/Chicago", periods: [] },
  { id: "s1", name: school, kind: "school", zone: "America/Chicago", periods: [
    { code: "1", startsMinute: 490, endsMinute: 535 }, { code: "2", startsMinute: 540, endsMinute: 585 }, { code: "3", startsMinute: 600, endsMinute: 645 },
    { code: "4", startsMinute: 650, endsMinute: 695 }, { code: "5", startsMinute: 740, endsMinute: 785 }, { code: "6", startsMinute: 795, endsMinute: 840 },
  ] },
];
let years: YearView[] = [{ id: "y1", label: "2026–27", starts: "2026-08-24", ends: "2027-06-11", dayLetters: "A B", terms: [
  { id: "m1", label: "Fall", starts: "2026-08-24", ends: "2027-01-15" }, { id: "m2", label: "Spring", starts: "2027-01-19", ends: "2027-06-11" },
] }];
let days: CalendarDay[] = [
  { date: "2026-11-11", kind: "holiday", label: "Veterans Day" }, { date: "2026-11-26", kind: "holiday", label: "Thanksgiving" },
  { date: "2026-11-27", kind: "closed", label: "Day after Thanksgiving" }, { date: "2026-12-04", kind: "pd", label: "Teacher learning day" },
  { date: "2026-12-18", kind: "half", label: "Half day" },
];

const seen = (id: string, day: string, lines: number, tagged: number): ObservationRow => ({
  id, teacher: "", context: "Math 4", day, started: "9:05", duration: "20:14", isOpen: false, lines, tagged, isShared: false, from: null, kind: "scripted", entries: 0, isCalibration: false, coach: null,
});

function person(id: string): PersonView {
  const row = rows.find((one) => one.id === id);
  if (!row) throw { code: "not-found", message: "This person is no longer here." };
  const [given = "", family = ""] = row.name.split(" ");
  return {
    id, name: row.name, given, family, preferred: "", pronouns: "", email: `${given.toLowerCase()}@northridge.example`, externalId: "4711",
    roles: row.roles.map((label, at) => ({ id: `r${at}`, code: label.toLowerCase(), label, schoolId: "s1", school, starts: "2024-08-12", ends: "" })),
    classes: row.classes.split(", ").filter((title) => title !== "").map((title, at) => ({ id: `${id}-c${at}`, title, subject: "Math", grade: title.slice(5, 6), period: String(at + 2), room: "12", ends: "" })),
    pastClasses: row.classes === "" ? [] : [{ id: `${id}-p1`, title: "Math 4", subject: "Math", grade: "4", period: "1", room: "9", ends: "2026-06-12" }],
    observations: row.lastVisit ? [seen("o1", "19 November", 41, 13), seen("o3", "4 November", 38, 10)] : [],
    steps: row.lastVisit ? ["Wait three seconds before calling on anyone"] : [], isCoached: row.due !== null, isSupervised: false, coachingKind: row.due ? "one_to_one" : "", mentored: null,
    dosage: row.due ? { since: "10 August 2026", contacts: 9, minutes: 360, standardMinutes: 306, plannedMinutes: 400, heldMinutes: 360 } : null, cadenceDays: row.due ? 14 : null,
  };
}

function changed<T>(answer: T): T {
  say("data-changed", { entities: ["person", "team", "section", "organisation", "calendar_day", "school_year"] });
  return answer;
}

const commands: Commands = {
  teachers: () => teachers,
  people: (_, search) => (search.get("week") === "first" ? { people: [], teams: [] } : { people: rows, teams }),
  person: ({ id }: { id: string }) => person(id),
  look_for_trend: (): LookForTrend => ({
    lessons: [{ id: "o1", day: "Tue 20 Oct", minutes: 20 }, { id: "o2", day: "Fri 30 Oct", minutes: 22 }, { id: "o3", day: "Mon 9 Nov", minutes: 43 }],
    lookFors: [
      { id: "l1", text: "Wait time, 3 s or more", points: [{ count: 1, rate: "0.5" }, { count: 3, rate: "1.4" }, { count: 6, rate: "1.4" }] },
      { id: "l2", text: "Students answer each other", points: [null, { count: 0, rate: "0.0" }, { count: 4, rate: "0.9" }] },
    ],
  }),
  add_teacher: ({ name }: { name: string }) => {
    const id = idOf(name);
    teachers = [...teachers, { id, name, schoolId: "s1", school, context: "" }];
    rows = [...rows, { ...rows[0]!, id, name, classes: "", lastVisit: null }];
    return changed({ id, name });
  },
  add_person: ({ person }: { person: AddPerson }) => {
    const name = `${person.given} ${person.family}`.trim();
    if (name === "") throw { code: "invalid", message: "Please write a name.", field: "given" };
    rows = [...rows, { ...rows[6]!, id: idOf(name), name, roles: [person.code] }];
    return changed(idOf(name));
  },
  save_person: ({ person }: { person: { id: string | null; given: string; family: string } }) => {
    const name = `${person.given} ${person.family}`.trim();
    if (name === "") throw { code: "invalid", message: "Please write a name.", field: "given" };
    if (person.id === null) rows = [...rows, { ...rows[6]!, id: idOf(name), name, roles: [] }];
    else rows = rows.map((row) => (row.id === person.id ? { ...row, name } : row));
    return changed(person.id ?? idOf(name));
  },
  remove_person: ({ id }: { id: string }) => {
    rows = rows.filter((row) => row.id !== id);
    return changed(null);
  },
  save_role: () => changed(null),
  save_class: () => changed(null),
  remove_class: () => changed(null),
  remove_team: ({ id }: { id: string }) => {
    teams = teams.filter((one) => one.id !== id);
    return changed(null);
  },
  save_team: ({ team }: { team: SaveTeam }) => {
    const members = team.members.map((id) => ({ id, name: rows.find((row) => row.id === id)?.name ?? id, starts: "2026-11-19", ends: "" }));
    const saved: TeamView = { ...team, id: team.id ?? `t${teams.length + 1}`, members, pastMembers: [], goals: teams.find((one) => one.id === team.id)?.goals ?? [] };
    teams = [...teams.filter((one) => one.id !== saved.id), saved];
    return changed(saved.id);
  },
  save_team_goal: () => changed("tg1"),
  remove_team_goal: () => changed(null),
  add_team_measure: () => changed("tm2"),
  remove_team_measure: () => changed(null),
  set_coaching: () => changed(null),
  role_conflicts: () => [],
  coaching_conflicts: () => [],
  schools: () => places,
  save_school: ({ school }: { school: SchoolView }) => {
    const saved = { ...school, id: school.id ?? `s${places.length}`, kind: places.find((one) => one.id === school.id)?.kind ?? "school" };
    places = [...places.filter((one) => one.id !== saved.id), saved];
    return changed(saved.id);
  },
  calendar: () => ({ years, days }),
  save_school_year: (year: YearView) => {
    years = [...years.filter((one) => one.id !== year.id), { ...year, id: year.id ?? `y${years.length + 1}` }];
    return changed(null);
  },
  save_calendar_day: ({ day }: { day: CalendarDay }) => {
    days = [...days.filter((one) => one.date !== day.date), day].sort((one, other) => one.date.localeCompare(other.date));
    return changed(null);
  },
  clear_calendar_day: ({ date }: { date: string }) => {
    days = days.filter((one) => one.date !== date);
    return changed(null);
  },
};
export default commands;
