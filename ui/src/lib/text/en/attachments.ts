import type { AttachmentView } from "../../api/attachments";

/** Files beside an observation. */
export const attachmentText = {
  open: "Files",
  title: "Files",
  what: "A photograph of the board, a handout. A copy is kept with this observation, encrypted like everything else. The file itself stays where it is.",
  list: "Files of this observation",
  none: "No file is kept with this observation yet.",
  path: "File to add",
  add: "Add",
  added: "The file is kept with this observation.",
  removed: "The file was removed.",
  back: "The file is there again.",
  save: (name: string) => `Save ${name} elsewhere`,
  saveShort: "Save as…",
  saved: "The file is saved.",
  remove: (name: string) => `Remove ${name}`,
  /** Where a file is. Whole on this computer needs no word while the profile works alone. */
  place: ({ place, here, parts }: AttachmentView, isJoined: boolean) => {
    if (place === "coming") return here === 0 ? "Still on your other computer" : `${here} of ${parts} parts are here`;
    if (!isJoined) return "";
    if (place === "stuck") return "Cannot be sent as it is: remove it, and add the file again";
    return place === "both" ? "Received by the service" : "Waiting to send";
  },
};
