/** Who can see a record: computed in Rust by the table that the service enforces. */
import { commands } from "../bindings";

export type { AudienceView, SeenByView } from "../bindings";

export const { whoCanSee } = commands;
