import { count as plural, list } from "../plural";

/** Belonging to an organisation: joining later, and bringing work from before. */
const counts = {
  observations: (count: number) => plural(count, "observation", "observations"),
  visits: (count: number) => plural(count, "visit", "visits"),
  steps: (count: number) => plural(count, "step", "steps"),
  wonderings: (count: number) => plural(count, "private line", "private lines"),
  lookForSets: (count: number) => plural(count, "look-for set", "look-for sets"),
  teams: (count: number) => plural(count, "team", "teams"),
  contentCycles: (count: number) => plural(count, "content cycle", "content cycles"),
  abbreviations: (count: number) => plural(count, "abbreviation", "abbreviations"),
};

export const organisationText = {
  alone: "This profile works alone",
  aloneHint: "Nothing leaves this computer. Joining an organisation makes a profile of its own; your work here stays here until you choose what comes along.",
  join: "Join an organisation",
  member: "Belongs to",
  memberHint: (service: string) => `What you write is sent to ${service}. Who may read it is decided record by record.`,
  bring: {
    title: "Bring work from before",
    intro: "From another profile on this computer. Choose whose work comes along, person by person. What you do not choose stays there, and nobody else sees it.",
    none: "There is no other profile on this computer.",
    start: "Choose work to bring",
    profile: "Profile",
    passphrase: "Passphrase of that profile",
    look: "Show its work",
    people: "People",
    nothing: "Everything that can be brought is here.",
    counts,
      who: "On the roster here",
    somebodyElse: "Not on the list: add",
    because: (how: string) => `Found by the ${how}.`,
    notFound: "Nobody here is surely the same person. Choose who it is, or add them.",
    rest: "About no single person",
    private: "Private lines and abbreviations stay on this computer here too.",
    travels: "What you bring becomes part of this profile and is sent to your organisation’s service like everything you write in it. Earlier versions stay in the other profile.",
    chosen: (people: number) => plural(people, "person chosen", "people chosen"),
    none_chosen: "Nothing is chosen yet.",
    go: "Bring what is chosen",
    done: (rows: number) => `${plural(rows, "record", "records")} brought.`,
    doneHint: "Undo takes them back, one person after the other.",
    close: "Close the other profile",
  },
  private: {
    title: "Bring private lines",
    intro: "Private lines and abbreviations never travel. From a backup of your other computer they come to this one: make the backup there, under Backups, and bring the file here. They stay on this computer.",
    file: "Backup of your other computer",
    secret: "Its passphrase or recovery code",
    look: "Show what it has",
    can: (wonderings: number, lessons: number, abbreviations: number, students: number) => {
      const lines = wonderings === 0 ? [] : [`${counts.wonderings(wonderings)} in ${plural(lessons, "lesson", "lessons")}`];
      const short = abbreviations === 0 ? [] : [counts.abbreviations(abbreviations)];
      const names = students === 0 ? [] : [plural(students, "student’s name", "students’ names")];
      return `To bring: ${list([...lines, ...short, ...names])}.`;
    },
    nothing: "It has nothing private that can come here.",
    here: (rows: number) => `${plural(rows, "private line or abbreviation is", "private lines or abbreviations are")} here already, or removed here, and left as they are.`,
    elsewhere: (rows: number) =>
      `${plural(rows, "private line is of a lesson that is not on this computer yet, and stays", "private lines are of lessons that are not on this computer yet, and stay")} in the backup. Send what waits on the other computer, then bring what is left.`,
    go: "Bring them",
    done: (rows: number) => `${plural(rows, "private line or abbreviation", "private lines and abbreviations")} brought.`,
    close: "Close the backup",
  },
};
