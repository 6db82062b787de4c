/** People: who is there, in which role, with which classes and teams. */
import { call } from "./ipc";
import type { Named, ObservationRow } from "./weeks";

export interface PersonRow {
  id: string;
  name: string;
  /** The present roles in words. */
  roles: string[];
  school: string;
  classes: string;
  lastVisit: string | null;
  due: string | null;
  isOverdue: boolean;
  hasLeft: boolean;
}

export interface TeamView {
  id: string;
  title: string;
  subject: string;
  school: string | null;
  members: Named[];
}

export interface PeopleView {
  people: PersonRow[];
  teams: TeamView[];
}

export interface TeacherView {
  id: string;
  name: string;
  school: string;
  context: string;
}

export interface RoleView {
  id: string;
  code: string;
  label: string;
  school: string;
  starts: string;
  ends: string;
}

export interface ClassView {
  id: string;
  title: string;
  subject: string;
  grade: string;
  period: string;
  room: string;
}

export interface PersonView {
  id: string;
  name: string;
  given: string;
  family: string;
  preferred: string;
  pronouns: string;
  email: string;
  externalId: string;
  roles: RoleView[];
  classes: ClassView[];
  observations: ObservationRow[];
  steps: string[];
  isCoached: boolean;
  cadenceDays: number | null;
}

export interface SavePerson {
  id: string | null;
  given: string;
  family: string;
  preferred: string;
  pronouns: string;
  email: string;
}

export interface SaveRole {
  id: string | null;
  person: string;
  school: string | null;
  code: string;
  /** Empty when unknown. */
  starts: string;
  /** Empty while it lasts. */
  ends: string;
}

export interface SaveClass extends Omit<ClassView, "id"> {
  id: string | null;
  teacher: string;
}

export interface SaveTeam {
  id: string | null;
  title: string;
  subject: string;
  school: string | null;
  members: string[];
}

export const people = () => call<PeopleView>("people");
export const person = (id: string) => call<PersonView>("person", { id });
/** Those whose lessons can be observed. */
export const teachers = () => call<TeacherView[]>("teachers");

/** Adds a teacher by a typed name, at the one school there is. */
export const addTeacher = (name: string) => call<Named>("add_teacher", { name });
export const savePerson = (person: SavePerson) => call<string>("save_person", { person });
export const removePerson = (id: string) => call<null>("remove_person", { id });
export const saveRole = (role: SaveRole) => call<null>("save_role", { role });
export const saveClass = (saved: SaveClass) => call<null>("save_class", { section: saved });
export const removeClass = (id: string) => call<null>("remove_class", { id });
export const saveTeam = (team: SaveTeam) => call<null>("save_team", { team });

/** Begins, changes or ends my coaching of a teacher. */
export const setCoaching = (teacher: string, coached: boolean, cadenceDays: number | null) =>
  call<null>("set_coaching", { teacher, coached, cadenceDays });
