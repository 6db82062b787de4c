/** Words in fields that have no Save button: each state is on the disk at once. */
import { commands } from "../bindings";

export type { SaveTyped, TypedView } from "../bindings";

export const { typedWords, saveTyped, keepTyped } = commands;
