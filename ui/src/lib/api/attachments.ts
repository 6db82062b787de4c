/** Files beside an observation. */
import { commands } from "../bindings";

export type { AttachmentView } from "../bindings";

export const { attachments, addAttachment, saveAttachment, removeAttachment } = commands;
