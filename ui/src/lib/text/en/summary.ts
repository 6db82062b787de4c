import { count } from "../plural";

/** Words of the summary that a teacher takes along: printed, saved as a PDF, copied for e-mail. */
export const summaryText = {
  open: "Print or copy…",
  title: "For the teacher to take along",
  what: "What was shared, and nothing else: no private wondering, nothing of another lesson.",
  language: "Language of the headings",
  languages: { english: "English", spanish: "Español" },
  asWritten: "What people wrote stays as they wrote it.",
  preview: "Exactly this text",
  path: "File name",
  save: "Save as PDF",
  saved: "The PDF is saved where you chose",
  print: "Print…",
  copy: "Copy for e-mail",
  copiedNames: (names: number) => `Copied for e-mail. ${count(names, "name stands", "names stand")} in it`,
  look: "Look",
  copied: "Copied for e-mail, formatted and plain. It holds only what was shared",
};
