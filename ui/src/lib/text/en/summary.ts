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
  seal: {
    open: "Seal in a file…",
    title: "Seal the summary in a file",
    what: "For a teacher without an account: the same words and the same page, in a file that only a code word opens, in Coachlight and without a profile. It can go by e-mail or on a stick.",
    save: "Seal it",
    saved: (name: string) => `${name} is saved. Its code word is`,
    sayWord: "Say it to the teacher, or give it on paper. Do not send it with the file. It is not kept, and nobody opens the file without it.",
  },
  copied: "Copied for e-mail, formatted and plain. It holds only what was shared",
};
