/** Files in: rosters and school calendars. A preview stores nothing; an import can be undone. */
import { commands } from "../bindings";

export type {
  CalendarPreview, Change, ColumnMapping, Counted, FileProblem, ImportView, Imported, MappingView, RoleAnswer,
  RosterPreview, RosterRole, TargetField,
} from "../bindings";

export const { previewRoster, importRoster, imports, undoImport, previewCalendar, importCalendar } = commands;

/** Forgets what was read. An empty token stops the reading that is under way. */
export const { cancelPreview } = commands;
