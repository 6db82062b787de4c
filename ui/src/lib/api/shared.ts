/** What coaches shared with a teacher, saying that it was read, and everything as an archive. */
import { commands } from "../bindings";

export type { ChangeView, ReaderView, ReadView, SharedKind, SharedRecord, SharedRow, SharedView } from "../bindings";

export const { sharedWithMe, sharedCount, sharedRecord, acknowledgeRecord, readBy } = commands;
export const { saveArchive, stopArchive } = commands;
