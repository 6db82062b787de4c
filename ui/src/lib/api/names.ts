/** Names in words that are about to be sent, and the list of students' names of this computer. */
import { commands } from "../bindings";

export type { Name, StudentName, TextName } from "../bindings";

export const { addStudentNames, markNoName, namesInTexts, removeStudentName, studentNames } = commands;
