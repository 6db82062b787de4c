/** Observing a coach. Rust says whom this person may observe. */
import { commands } from "../bindings";

export const { observableCoaches, observeCoach } = commands;
