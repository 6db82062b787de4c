/** Words of the names that are found before something is shared, and of the list of students. */
import { count } from "../plural";

export const namesText = {
  title: "Names in it",
  hint: "Found on this computer. A role or initials say enough. Nothing is changed unless you do it; what you wrote first stays in its history.",
  none: "No name that this computer knows stands in it, and nothing that looks like one.",
  perhaps: "Perhaps a name.",
  fixed: "This was said once and stands as it is.",
  instead: (words: string) => `Write “${words}”`,
  everywhere: (words: string) => `“${words}” everywhere`,
  noName: "No name",
  replaced: (words: string) => `“${words}” stands there now.`,
  marked: (name: string) => `“${name}” is no name on this computer.`,
  shareTitle: "Before it is shared",
  students: {
    title: "Students’ names",
    hint: "For one purpose: they are found before you share words. The list stays on this computer and in its encrypted backups. It is never sent, and in no file that you carry.",
    add: "Names, one a line",
    addHint: "Paste a whole class: “Amira Haddad” or “Haddad, Amira”.",
    act: "Add",
    none: "No names yet. Without them only what looks like a name is asked about.",
    added: (number: number) => (number === 0 ? "All of them are in the list already" : `${count(number, "name", "names")} added`),
    remove: (name: string) => `Remove ${name}`,
    removed: "Removed from the list",
    hidden: "The list is hidden while presenting.",
  },
};
