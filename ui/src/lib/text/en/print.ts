/** Words of the dialog by which a page becomes a PDF: read with it, behind the first screen. */
export const printText = {
  path: "File name",
  pathHint: "The file is not protected and holds names. Keep it where only the right people can read it.",
  screen: "Print this screen",
  agreement: {
    title: "Print the sharing agreement",
    what: "One version with its items and how both accepted it. Who has not accepted it finds a place to sign.",
    version: "Version",
  },
  coachingCycle: {
    title: "Print the coaching cycle",
    what: "Its stages, its goal with what was measured, and what took place, for paper.",
  },
  kind: {
    title: "Print to a PDF",
    what: "What was recorded and what it comes to, for paper.",
  },
};
