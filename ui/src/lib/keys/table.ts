/**
 * Every key of the app, once. The dispatcher acts by this table, the help (F1, ?) is made from it,
 * and table.test.ts finds two actions that would answer to the same key.
 *
 * A chord is written "Ctrl+Shift+Z", "Alt+ArrowLeft", "F6", "?" or "A"; "G W" is one after the
 * other. On a Mac, Ctrl is the Command key. Where domain words and the screens' references differed,
 * this table settles it: Tab in an empty draft swaps the speaker, after text it goes to the tags;
 * letters tag; Ctrl N works anywhere, O outside text.
 */

/** Where a key acts. Nested scopes are named by `data-keys` on an element around the focus. */
export type Scope =
  | "anywhere"
  | "outside-text"
  | "week"
  | "log"
  | "people"
  | "preps"
  | "agreement"
  | "lists"
  | "observe"
  | "observe-draft"
  | "observe-tags"
  | "observe-script"
  | "observe-edit"
  | "observe-find"
  | "debrief"
  | "evidence"
  | "prep"
  | "step-check"
  | "steps"
  | "note"
  | "names"
  | "review"
  | "review-write"
  | "shared"
  | "observe-begin"
  | "codes"
  | "walk"
  | "coaching-list"
  | "coaching"
  | "requests"
  | "rooms"
  | "rubric";

export interface KeyAction {
  id: string;
  scope: Scope;
  keys: readonly string[];
  /** Two actions may share a key when one needs an empty field and the other text in it. */
  when?: "empty" | "text";
  /** The actions this one goes before, on purpose, where both could act. */
  over?: readonly string[];
  /** Part of how a text field or list works: shown in the help, cannot be remapped. */
  isFixed?: boolean;
  /** Acts even while a dialog is open. */
  inDialogs?: boolean;
}

const tagKeys = ["A", "B", "C", "D", "E", "F", "G", "H"] as const;
const tagKeysShifted = ["Shift+A", "Shift+B", "Shift+C", "Shift+D", "Shift+E", "Shift+F", "Shift+G", "Shift+H"] as const;
const tagDigits = ["1", "2", "3", "4", "5", "6", "7", "8"] as const;
const goByLetter = ["go.week", "go.observe", "go.steps", "go.people", "go.sync", "go.coachNote", "go.reviews", "go.shared", "go.log", "go.coaching"] as const;
/** The letters of one's own codes: any of them. */
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

export const table = [
  { id: "search", scope: "anywhere", keys: ["Ctrl+K"] },
  { id: "observe.new", scope: "anywhere", keys: ["Ctrl+N"] },
  { id: "undo", scope: "anywhere", keys: ["Ctrl+Z"] },
  { id: "redo", scope: "anywhere", keys: ["Ctrl+Shift+Z", "Ctrl+Y"] },
  { id: "region.next", scope: "anywhere", keys: ["F6", "Ctrl+F6"] },
  { id: "region.previous", scope: "anywhere", keys: ["Shift+F6", "Ctrl+Shift+F6"] },
  { id: "back", scope: "anywhere", keys: ["Alt+ArrowLeft"] },
  { id: "print", scope: "anywhere", keys: ["Ctrl+P"] },
  { id: "observe.share", scope: "anywhere", keys: ["Ctrl+Shift+S"] },
  { id: "who.open", scope: "anywhere", keys: ["Ctrl+I"] },
  { id: "presenting", scope: "anywhere", keys: ["Ctrl+Shift+P"], inDialogs: true },
  { id: "window", scope: "anywhere", keys: ["Ctrl+Shift+N"] },
  { id: "lock", scope: "anywhere", keys: ["Ctrl+L"], inDialogs: true },
  { id: "help", scope: "anywhere", keys: ["F1"] },
  { id: "close", scope: "anywhere", keys: ["Escape"], isFixed: true },

  { id: "help.outside", scope: "outside-text", keys: ["?"] },
  { id: "observe.new.outside", scope: "outside-text", keys: ["O"] },
  { id: "go.week", scope: "outside-text", keys: ["G W"] },
  { id: "go.observe", scope: "outside-text", keys: ["G O"] },
  { id: "go.steps", scope: "outside-text", keys: ["G D"] },
  { id: "go.log", scope: "outside-text", keys: ["G L"] },
  { id: "go.people", scope: "outside-text", keys: ["G P"] },
  { id: "go.coaching", scope: "outside-text", keys: ["G C"] },
  { id: "go.coachNote", scope: "outside-text", keys: ["G N"] },
  { id: "go.reviews", scope: "outside-text", keys: ["G R"] },
  { id: "go.shared", scope: "outside-text", keys: ["G E"] },
  { id: "go.sync", scope: "outside-text", keys: ["G Y"] },
  { id: "go.settings", scope: "anywhere", keys: ["Ctrl+,"] },
  { id: "list.enter", scope: "outside-text", keys: ["ArrowDown", "ArrowUp"], isFixed: true },

  { id: "week.plan", scope: "week", keys: ["P"] },
  { id: "week.start", scope: "week", keys: ["Enter"], over: ["list.open"], isFixed: true },
  { id: "week.move", scope: "week", keys: ["M"] },
  { id: "week.hold", scope: "week", keys: ["H"] },
  { id: "week.cancel", scope: "week", keys: ["C"] },
  { id: "week.check", scope: "week", keys: ["X"] },
  { id: "week.absent", scope: "week", keys: ["A"] },
  { id: "week.substitute", scope: "week", keys: ["S"] },
  { id: "week.absentNext", scope: "week", keys: ["Shift+A"] },
  { id: "week.substituteNext", scope: "week", keys: ["Shift+S"] },
  { id: "week.remove", scope: "week", keys: ["Delete"] },
  // A bracket needs AltGr on some keyboards, hence the second keys.
  { id: "week.previous", scope: "week", keys: ["[", "Alt+PageUp"] },
  { id: "week.next", scope: "week", keys: ["]", "Alt+PageDown"] },
  { id: "week.today", scope: "week", keys: ["T"] },

  { id: "log.confirm", scope: "log", keys: ["Enter"], over: ["list.open"], isFixed: true },
  { id: "log.confirmAll", scope: "log", keys: ["Ctrl+Enter"] },
  { id: "log.add", scope: "log", keys: ["A"] },
  { id: "log.travel", scope: "log", keys: ["V"] },
  { id: "log.change", scope: "log", keys: ["E"] },
  { id: "log.split", scope: "log", keys: ["S"] },
  { id: "log.leaveOut", scope: "log", keys: ["X"] },
  { id: "log.remove", scope: "log", keys: ["Delete"] },
  { id: "log.take", scope: "log", keys: ["N"] },
  { id: "log.keep", scope: "log", keys: ["K"] },
  // In the day they choose who gets a shared time, in the week why a visit is carried over.
  { id: "log.choose", scope: "log", keys: ["1", "2", "3", "4", "5", "6", "7"], isFixed: true },
  { id: "log.view", scope: "log", keys: ["W"] },
  { id: "log.previous", scope: "log", keys: ["[", "Alt+PageUp"] },
  { id: "log.next", scope: "log", keys: ["]", "Alt+PageDown"] },
  { id: "log.today", scope: "log", keys: ["T"] },

  { id: "people.find", scope: "people", keys: ["/", "Ctrl+F"] },
  { id: "people.add", scope: "people", keys: ["A"] },
  { id: "people.edit", scope: "people", keys: ["E"] },
  { id: "people.goal", scope: "people", keys: ["F"] },
  { id: "people.measure", scope: "people", keys: ["M"] },
  { id: "people.import", scope: "people", keys: ["I"] },
  { id: "people.agreement", scope: "people", keys: ["S"] },
  { id: "people.observeCoach", scope: "people", keys: ["V"] },

  { id: "agreement.propose", scope: "agreement", keys: ["E"] },
  { id: "agreement.accept", scope: "agreement", keys: ["A"] },
  { id: "agreement.handOver", scope: "agreement", keys: ["H"] },
  { id: "agreement.paper", scope: "agreement", keys: ["P"] },
  { id: "agreement.withdraw", scope: "agreement", keys: ["X"] },
  { id: "agreement.consent", scope: "agreement", keys: ["C"] },
  { id: "people.endCoaching", scope: "people", keys: ["X"] },
  { id: "people.prep", scope: "people", keys: ["L"] },
  { id: "people.handOver", scope: "people", keys: ["H"] },
  { id: "preps.next", scope: "people", keys: ["J"] },
  { id: "preps.change", scope: "preps", keys: ["C"] },
  { id: "preps.held", scope: "preps", keys: ["T"] },
  { id: "preps.remove", scope: "preps", keys: ["Delete"] },

  { id: "list.move", scope: "lists", keys: ["ArrowUp", "ArrowDown"], over: ["list.enter"], isFixed: true },
  { id: "list.ends", scope: "lists", keys: ["Home", "End"], isFixed: true },
  { id: "list.open", scope: "lists", keys: ["Enter"], isFixed: true },

  { id: "observe.pause", scope: "observe", keys: ["Ctrl+."] },
  { id: "observe.finish", scope: "observe", keys: ["Ctrl+Enter"] },
  { id: "observe.find", scope: "observe", keys: ["Ctrl+F"] },
  { id: "observe.script", scope: "observe", keys: ["Alt+L"] },

  { id: "observe.debrief", scope: "observe", keys: ["Ctrl+D"] },
  { id: "paper.line", scope: "observe", keys: ["Alt+I"] },

  { id: "debrief.go", scope: "debrief", keys: ["Ctrl+Enter"] },
  { id: "debrief.practise", scope: "debrief", keys: ["Alt+P"] },
  { id: "debrief.agree", scope: "debrief", keys: ["Alt+A"] },
  { id: "debrief.copy", scope: "debrief", keys: ["Alt+E"] },
  { id: "debrief.callOff", scope: "debrief", keys: ["Alt+O"] },
  { id: "debrief.times", scope: "debrief", keys: ["Alt+W"] },
  { id: "evidence.next", scope: "evidence", keys: ["J"] },
  { id: "evidence.previous", scope: "evidence", keys: ["K"] },
  { id: "evidence.praise", scope: "evidence", keys: ["E"] },
  { id: "observe.check", scope: "observe", keys: ["Alt+C"] },
  { id: "prep.check", scope: "observe", keys: ["R"] },
  { id: "prep.praise", scope: "observe", keys: ["Y"] },
  { id: "prep.step", scope: "observe", keys: ["W"] },
  { id: "prep.rubric", scope: "observe", keys: ["U"] },

  { id: "draft.keep", scope: "observe-draft", keys: ["Enter"], isFixed: true },
  { id: "draft.swap", scope: "observe-draft", keys: ["Tab"], when: "empty", isFixed: true },
  { id: "draft.tags", scope: "observe-draft", keys: ["Tab"], when: "text", isFixed: true },
  { id: "draft.editLast", scope: "observe-draft", keys: ["ArrowUp"], when: "empty", isFixed: true },
  { id: "draft.teacher", scope: "observe-draft", keys: ["Alt+T"] },
  { id: "draft.student", scope: "observe-draft", keys: ["Alt+S"] },
  { id: "draft.marker", scope: "observe-draft", keys: ["Ctrl+;"] },

  { id: "tags.toggle", scope: "observe-tags", keys: tagKeys, over: goByLetter, isFixed: true },
  { id: "tags.back", scope: "observe-tags", keys: ["Shift+Tab", "Escape"], over: ["close"], isFixed: true },
  { id: "tags.keep", scope: "observe-tags", keys: ["Enter"], isFixed: true },

  { id: "script.next", scope: "observe-script", keys: ["J"] },
  { id: "script.previous", scope: "observe-script", keys: ["K"] },
  { id: "script.tag", scope: "observe-script", keys: tagKeys, over: goByLetter, isFixed: true },
  { id: "script.tagMissing", scope: "observe-script", keys: tagKeysShifted, isFixed: true },
  { id: "script.tagNumber", scope: "observe-script", keys: tagDigits, isFixed: true },
  { id: "script.star", scope: "observe-script", keys: ["S", "*"] },
  { id: "script.checkLine", scope: "observe-script", keys: ["X"] },
  { id: "script.praiseLine", scope: "observe-script", keys: ["P"] },
  { id: "script.stepLine", scope: "observe-script", keys: ["N"] },
  { id: "script.rubricLine", scope: "observe-script", keys: ["I"] },
  { id: "script.edit", scope: "observe-script", keys: ["Enter"], over: ["list.open"], isFixed: true },
  { id: "script.history", scope: "observe-script", keys: ["V"] },
  { id: "script.remove", scope: "observe-script", keys: ["Delete"] },
  { id: "script.back", scope: "observe-script", keys: ["Escape"], over: ["close"], isFixed: true },

  { id: "edit.keep", scope: "observe-edit", keys: ["Enter"], isFixed: true },
  { id: "edit.leave", scope: "observe-edit", keys: ["Escape"], over: ["close"], isFixed: true },
  { id: "edit.move", scope: "observe-edit", keys: ["ArrowUp", "ArrowDown"], isFixed: true },
  { id: "edit.teacher", scope: "observe-edit", keys: ["Alt+T"] },
  { id: "edit.student", scope: "observe-edit", keys: ["Alt+S"] },

  { id: "find.move", scope: "observe-find", keys: ["Enter", "Shift+Enter"], isFixed: true },
  { id: "find.close", scope: "observe-find", keys: ["Escape"], over: ["close"], isFixed: true },

  { id: "prep.back", scope: "prep", keys: ["Escape"], over: ["close"], isFixed: true },
  { id: "check.choose", scope: "step-check", keys: ["1", "2", "3", "4"], isFixed: true },

  { id: "steps.find", scope: "steps", keys: ["/", "Ctrl+F"] },
  { id: "steps.check", scope: "steps", keys: ["C"] },
  { id: "steps.agree", scope: "steps", keys: ["A"] },
  { id: "steps.practise", scope: "steps", keys: ["P"] },
  { id: "steps.drop", scope: "steps", keys: ["D"] },
  { id: "steps.replace", scope: "steps", keys: ["R"] },
  { id: "steps.about", scope: "steps", keys: ["B"] },
  { id: "steps.result", scope: "steps", keys: ["E"] },
  { id: "steps.history", scope: "steps", keys: ["V"] },
  { id: "steps.remove", scope: "steps", keys: ["Delete"] },
  { id: "coachNote.share", scope: "note", keys: ["Ctrl+Enter"] },
  { id: "coachNote.previous", scope: "note", keys: ["Alt+PageUp"] },
  { id: "coachNote.next", scope: "note", keys: ["Alt+PageDown"] },
  { id: "coachNote.back", scope: "note", keys: ["U"] },
  { id: "names.role", scope: "names", keys: ["R"] },
  { id: "names.initials", scope: "names", keys: ["I"] },
  { id: "names.number", scope: "names", keys: ["S"] },
  { id: "names.none", scope: "names", keys: ["N"] },
  { id: "names.undo", scope: "names", keys: ["U"] },

  { id: "review.next", scope: "review", keys: ["J"] },
  { id: "review.previous", scope: "review", keys: ["K"] },
  { id: "review.acknowledge", scope: "review", keys: ["A"] },
  { id: "review.question", scope: "review", keys: ["Q"] },
  { id: "review.comment", scope: "review", keys: ["C"] },
  { id: "review.back", scope: "review", keys: ["U"] },
  { id: "review.unread", scope: "review", keys: ["E"] },
  { id: "review.keep", scope: "review-write", keys: ["Ctrl+Enter"] },
  { id: "review.leave", scope: "review-write", keys: ["Escape"], over: ["close"], isFixed: true },

  { id: "shared.open", scope: "shared", keys: ["Enter"], over: ["list.open"], isFixed: true },
  { id: "shared.acknowledge", scope: "shared", keys: ["A"] },
  { id: "shared.handOver", scope: "shared", keys: ["Y"] },
  { id: "shared.next", scope: "shared", keys: ["J"] },
  { id: "shared.previous", scope: "shared", keys: ["K"] },
  { id: "shared.archive", scope: "shared", keys: ["E"] },
  { id: "shared.consent", scope: "shared", keys: ["C"] },
  { id: "shared.consents", scope: "shared", keys: ["Shift+C"] },

  { id: "begin.script", scope: "observe-begin", keys: ["Alt+1"] },
  { id: "begin.walkthrough", scope: "observe-begin", keys: ["Alt+2"] },
  { id: "begin.interval", scope: "observe-begin", keys: ["Alt+3"] },
  { id: "begin.talk", scope: "observe-begin", keys: ["Alt+4"] },
  { id: "begin.scan", scope: "observe-begin", keys: ["Alt+5"] },
  { id: "begin.tally", scope: "observe-begin", keys: ["Alt+6"] },
  { id: "begin.paper", scope: "observe-begin", keys: ["Alt+8"] },
  { id: "begin.learningWalk", scope: "observe-begin", keys: ["Alt+7"] },
  { id: "begin.coach", scope: "observe-begin", keys: ["Alt+9"] },

  { id: "codes.letter", scope: "codes", keys: letters, over: [...goByLetter, "observe.new.outside", "help.outside", "prep.check", "prep.praise", "prep.step", "prep.rubric"], isFixed: true },
  { id: "codes.seat", scope: "codes", keys: ["F6", "F7", "F8", "F9"], over: ["region.next"], isFixed: true },

  { id: "walk.seen", scope: "walk", keys: ["S"], over: ["codes.letter"], isFixed: true },
  { id: "walk.partial", scope: "walk", keys: ["P"], over: ["codes.letter"], isFixed: true },
  { id: "walk.notSeen", scope: "walk", keys: ["N"], over: ["codes.letter"], isFixed: true },
  { id: "walk.notApplicable", scope: "walk", keys: ["A"], over: ["codes.letter"], isFixed: true },
  { id: "walk.move", scope: "walk", keys: ["ArrowUp", "ArrowDown"], over: ["list.enter"], isFixed: true },

  { id: "coaching.plan", scope: "coaching-list", keys: ["P"] },
  { id: "coaching.find", scope: "coaching-list", keys: ["/", "Ctrl+F"] },
  { id: "coaching.ask", scope: "coaching-list", keys: ["A"] },
  { id: "requests.next", scope: "coaching-list", keys: ["J"] },
  { id: "requests.accept", scope: "requests", keys: ["Y"] },
  { id: "requests.decline", scope: "requests", keys: ["N"] },
  { id: "coaching.next", scope: "coaching", keys: ["Ctrl+Enter"] },
  { id: "coaching.back", scope: "coaching", keys: ["B"] },
  { id: "coaching.goal", scope: "coaching", keys: ["F"] },
  { id: "coaching.measure", scope: "coaching", keys: ["M"] },
  { id: "coaching.days", scope: "coaching", keys: ["D"] },
  { id: "coaching.pause", scope: "coaching", keys: ["P"] },
  { id: "coaching.end", scope: "coaching", keys: ["E"] },
  { id: "coaching.keepLocked", scope: "coaching", keys: ["K"] },
  { id: "coaching.history", scope: "coaching", keys: ["V"] },
  { id: "coaching.remove", scope: "coaching", keys: ["Delete"] },
  { id: "rooms.enter", scope: "rooms", keys: ["R"], over: ["codes.letter", "prep.check"], isFixed: true },
  { id: "rooms.move", scope: "rooms", keys: ["ArrowLeft", "ArrowRight"], isFixed: true },

  { id: "rubric.level", scope: "rubric", keys: ["1", "2", "3", "4", "5"], isFixed: true },
  { id: "rubric.none", scope: "rubric", keys: ["0"], isFixed: true },
  { id: "rubric.move", scope: "rubric", keys: ["ArrowUp", "ArrowDown"], over: ["list.enter"], isFixed: true },
] as const satisfies readonly KeyAction[];

export type ActionId = (typeof table)[number]["id"];

/** The table, typed by its interface rather than by its literal. */
export const actions: readonly (KeyAction & { id: ActionId })[] = table;

/** In the help, and for conflicts: the scopes that are on at the same time as this one. */
export const alongside: Record<Scope, readonly Scope[]> = {
  anywhere: [],
  "outside-text": ["anywhere"],
  week: ["anywhere", "outside-text"],
  log: ["anywhere", "outside-text"],
  people: ["anywhere", "outside-text"],
  preps: ["anywhere", "outside-text", "people"],
  agreement: ["anywhere", "outside-text"],
  lists: ["anywhere", "outside-text", "week", "people", "steps", "review", "log", "coaching-list", "coaching", "shared"],
  observe: ["anywhere", "outside-text"],
  "observe-draft": ["anywhere", "observe"],
  "observe-tags": ["anywhere", "outside-text", "observe"],
  "observe-script": ["anywhere", "outside-text", "observe", "lists"],
  "observe-edit": ["anywhere", "observe"],
  "observe-find": ["anywhere", "observe"],
  debrief: ["anywhere", "outside-text"],
  evidence: ["anywhere", "outside-text", "debrief", "lists"],
  prep: ["anywhere", "outside-text", "observe"],
  "step-check": ["anywhere", "outside-text", "observe", "prep"],
  steps: ["anywhere", "outside-text"],
  note: ["anywhere", "outside-text"],
  names: ["anywhere"],
  review: ["anywhere", "outside-text"],
  "review-write": ["anywhere", "review"],
  shared: ["anywhere", "outside-text"],
  "observe-begin": ["anywhere"],
  codes: ["anywhere", "outside-text", "observe"],
  walk: ["anywhere", "outside-text", "observe", "codes"],
  "coaching-list": ["anywhere", "outside-text"],
  coaching: ["anywhere", "outside-text"],
  requests: ["anywhere", "outside-text", "coaching-list"],
  rooms: ["anywhere", "outside-text", "observe", "codes", "walk"],
  rubric: ["anywhere", "outside-text", "observe", "prep"],
};
