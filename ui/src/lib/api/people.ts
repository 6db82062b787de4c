/** People: who is there, in which role, with which classes and teams. */
import { commands } from "../bindings";

export type {
  AddPerson, ClassView, MemberView, PeopleView, PersonRow, PersonView, RoleView, SaveClass, SavePerson, SaveRole, SaveTeam, TeacherView,
  AddTeamMeasure, SaveTeamGoal, TeamGoalView, TeamView, CoachingConflict, LookForTrend, Settle,
} from "../bindings";

export const { people, person, lookForTrend, teachers, addTeacher, addPerson, savePerson, removePerson } = commands;
export const { saveRole, saveClass, removeClass, saveTeam, removeTeam, saveTeamGoal, removeTeamGoal, addTeamMeasure, removeTeamMeasure, setCoaching, setCoachingKind } = commands;
export const { roleConflicts, coachingConflicts, settleCoaching } = commands;
