/** People: who is there, in which role, with which classes and teams. */
import { commands } from "../bindings";

export type {
  ClassView, PeopleView, PersonRow, PersonView, RoleView, SaveClass, SavePerson, SaveRole, SaveTeam, TeacherView,
  TeamView,
} from "../bindings";

export const { people, person, teachers, addTeacher, savePerson, removePerson } = commands;
export const { saveRole, saveClass, removeClass, saveTeam, setCoaching } = commands;
