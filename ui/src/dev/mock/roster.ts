import type { Change, ColumnMapping, FileProblem, ImportView, RosterPreview, TargetField } from "../../lib/api/imports";
import { say, type Commands } from "../mock";

let imports: ImportView[] = [
  { id: "i1", kind: "oneroster", made: "Mon 24 Aug 2026", summary: "3 schools, 41 people and 88 classes were added.", undone: false },
  { id: "i0", kind: "csv", made: "Fri 21 Aug 2026", summary: "12 people were added.", undone: true },
];

const names = ["Adaeze Okafor", "Tomás Reyes", "Grace Liu", "Lena Fischer", "Jonah Kim", "Sam Whitaker"];
const changes: Change[] = [
  ...names.map((label): Change => ({ entity: "person", change: "added", label, detail: "Lincoln Elementary" })),
  { entity: "section", change: "added", label: "Math 5, period 3", detail: "Tomás Reyes" },
  { entity: "role", change: "ended", label: "Ruth Adler, teacher", detail: "is not in this file" },
  { entity: "person", change: "changed", label: "Dana Whitfield", detail: "e-mail" },
];

const problems: FileProblem[] = [
  { file: "users.csv", row: 14, column: "email", code: "valueUnknown", message: "“dana@” is no e-mail address. The person is taken without it.", hint: "Correct it where the file was made.", severity: "notice" },
  { file: "users.csv", row: 31, column: "sourcedId", code: "duplicateId", message: "The id “4711” stands on two rows. The second is left out.", hint: "Ask who made the file which row is right.", severity: "leftOut" },
  { file: "enrollments.csv", row: 208, column: "classSourcedId", code: "referenceMissing", message: "The class “C-19” is in no file. The row is left out.", hint: "Export the classes together with the enrolments.", severity: "leftOut" },
  ...Array.from({ length: 6 }, (_, at): FileProblem => ({ file: "classes.csv", row: at + 3, column: "endDate", code: "dateUnreadable", message: "“30.02.2027” is no date. The class is taken without an end.", hint: "Write dates as 2027-06-11.", severity: "notice" })),
];
const stops: FileProblem = { file: "manifest.csv", row: null, column: null, code: "columnMissing", message: "The file users.csv has no column sourcedId.", hint: "Export it again with the id of each person.", severity: "stops" };

const base: RosterPreview = {
  token: "t1", kind: "oneroster", mapping: null,
  roles: [{ source: "teacher", rows: 38, target: "teacher" }, { source: "ext:instrCoach", rows: 2, target: "coach" }, { source: "paraprofessional", rows: 5, target: null }],
  counts: [
    { entity: "organisation", added: 0, changed: 0, ended: 0, same: 3 },
    { entity: "person", added: 6, changed: 1, ended: 0, same: 34 },
    { entity: "role", added: 6, changed: 0, ended: 1, same: 34 },
    { entity: "section", added: 12, changed: 0, ended: 0, same: 76 },
  ],
  changes, moreChanges: 11, problems, studentsLeftOut: 612, ending: { count: 1, of: 41, asks: false }, canImport: true,
};

const headers = ["Staff Name", "Email", "Building", "Position", "Period", "Password"];
const sample = names.map((name, at) => [name, `${name.split(" ")[0]?.toLowerCase()}@northridge.example`, "Lincoln Elementary", "Teacher", String(at + 1), "(not shown)"]);
const same = base.counts.map((one) => ({ ...one, added: 0, changed: 0, ended: 0 }));

async function preview({ path, mapping }: { path: string; mapping: ColumnMapping | null }): Promise<RosterPreview> {
  if (path.includes("slow")) {
    say("import-progress", { done: 4, total: 9 });
    await new Promise(() => undefined);
  }
  if (path.includes("missing")) throw { code: "file", message: "This file could not be read. Nothing was changed.", hint: "Look whether it is still there, or choose another one." };
  if (path.includes("broken")) return { ...base, problems: [stops, ...problems], canImport: false };
  if (path.includes("same")) return { ...base, counts: same, changes: [], moreChanges: 0, problems: [], roles: [], ending: { count: 0, of: 41, asks: false } };
  if (path.includes("ending")) return { ...base, ending: { count: 9, of: 41, asks: true } };
  if (!path.endsWith(".csv")) return base;
  const columns: TargetField[] = mapping?.columns.map((one) => one.target) ?? ["full_name", "email", "school", "role", "period", "ignore"];
  const fields: TargetField[] = ["given", "family", "full_name", "email", "external_id", "school", "role", "subject", "grade", "period", "room", "ignore"];
  return { ...base, kind: "csv", mapping: { headers, sample, columns, fields, remembered: mapping === null }, studentsLeftOut: 0 };
}

const commands: Commands = {
  preview_roster: preview,
  import_roster: () => {
    const made = { id: `i${imports.length + 1}`, summary: "6 people, 6 roles and 12 classes were added, 1 person was changed, 1 role ends today." };
    imports = [{ ...made, kind: "oneroster", made: "Thu 19 Nov 2026", undone: false }, ...imports];
    return made;
  },
  cancel_preview: () => null,
  imports: () => imports,
  undo_import: ({ id }: { id: string }) => void (imports = imports.map((one) => (one.id === id ? { ...one, undone: true } : one))),
  preview_calendar: () => ({
    token: "c1", name: "Lincoln Elementary", years: [], canImport: true,
    days: [
      { date: "2026-11-26", kind: "holiday", label: "Thanksgiving" },
      { date: "2026-12-04", kind: "pd", label: "Teacher learning day" },
      { date: "2026-12-18", kind: "half", label: "Half day" },
      { date: "2027-01-18", kind: "holiday", label: "Martin Luther King Jr. Day" },
    ],
    problems: [{ file: "school.ics", row: 88, column: null, code: "calendarEvent", message: "An event has no day. It is left out.", hint: "Nothing needs to be done when it is not about lessons.", severity: "leftOut" }],
  }),
  import_calendar: () => ({ id: "i9", summary: "4 days of the school calendar were imported." }),
};
export default commands;
