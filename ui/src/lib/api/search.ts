/** Search over everything a person may see. Matching, and where the words stand, come from Rust. */
import { commands } from "../bindings";

export type { Group as HitGroup, HitKind, HitView as Hit } from "../bindings";

export const { search } = commands;
