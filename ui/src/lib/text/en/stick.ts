import { count, number } from "../plural";

const changes = (n: number) => count(n, "change", "changes");

/** Work on a USB stick: saving what waits, loading an answer, and carrying a colleague's work. */
export const stickText = {
  title: "Without a network",
  intro: "What waits can go to the service on a USB stick. Any colleague may carry it: the file is encrypted, and only the service can open it.",
  save: "Save to USB",
  load: "Load from USB",
  saving: {
    title: "Save to USB",
    what: (waiting: number) =>
      waiting === 0 ? "Nothing waits to be sent. The file asks the service for what is new." : `${changes(waiting)} ${waiting === 1 ? "waits" : "wait"} to be sent. They stay on this computer too.`,
    who: (organisation: string) => `Only the service of ${organisation} can open the file. Whoever carries it cannot read it, nor can anybody who finds it.`,
    unready: "This computer does not know the service’s key for files yet. Connect it to the service once; after that it can save to USB without a network.",
    file: "File",
    fileHint: "Choose the USB stick. A file that is there already is never written over.",
    act: "Write the file",
    saved: (names: string, n: number, size: string) => `Saved and read back: ${n === 0 ? "a question for news" : changes(n)} in ${names} (${size}).`,
    next: "Take the stick out as usual and give it to a colleague who has a network, or to your administrator. What is in the file goes on waiting here until the answer comes back.",
    stopped: "Stopped. No file was left, and everything still waits here.",
  },
  loading: {
    title: "Load from USB",
    file: "File",
    fileHint: "Its name ends with .coachlight.",
    look: "Look at it",
    mine: "This is the service’s answer to this computer.",
    acknowledges: (n: number) => (n === 0 ? "It acknowledges no changes." : `It acknowledges ${changes(n)}.`),
    news: (n: number) => (n === 0 ? "It brings nothing new." : `It brings ${count(n, "piece", "pieces")} of news.`),
    load: "Load",
    loaded: (settled: number, received: number) =>
      settled + received === 0
        ? "There was nothing new in it. Nothing was changed."
        : `The service has ${changes(settled)} more from this computer, and ${count(received, "row", "rows")} came here.`,
    custody: (n: number) => `${changes(n)} ${n === 1 ? "is" : "are"} kept by the service and not passed on: see “Needs attention”.`,
    waiting: (n: number) => (n === 0 ? "Nothing waits to be sent." : `${changes(n)} still ${n === 1 ? "waits" : "wait"}.`),
    others: "This is work on its way to the service. Nobody can read it on this computer, but you can carry it: the service takes it, and its answer is saved beside the file.",
    carry: "Carry it to the service",
    carrying: "Carrying it to the service",
    carried: (name: string) => `The service took it. Its answer is ${name}, beside the file.`,
    carriedCut: (name: string) => `The service took what is whole of it: the file is cut short or damaged. Its answer is ${name}, beside the file. Ask for the file again.`,
    back: "Bring the stick back to the colleague: with the answer, their computer knows what has arrived.",
    another: "This is the service’s answer to another computer, and only that one can open it. Bring it there.",
    other: "Another file",
  },
  bytes: (bytes: number) => (bytes < 1_000_000 ? `${number(Math.max(1, Math.round(bytes / 1000)))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`),
};
