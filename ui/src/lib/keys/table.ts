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
  | "people"
  | "lists"
  | "observe"
  | "observe-draft"
  | "observe-tags"
  | "observe-script"
  | "observe-edit"
  | "observe-find";

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
const tagDigits = ["1", "2", "3", "4", "5", "6", "7", "8"] as const;
const goByLetter = ["go.week", "go.observe", "go.people", "go.sync"] as const;

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
  { id: "presenting", scope: "anywhere", keys: ["Ctrl+Shift+P"], inDialogs: true },
  { id: "window", scope: "anywhere", keys: ["Ctrl+Shift+N"] },
  { id: "lock", scope: "anywhere", keys: ["Ctrl+L"], inDialogs: true },
  { id: "help", scope: "anywhere", keys: ["F1"] },
  { id: "close", scope: "anywhere", keys: ["Escape"], isFixed: true },

  { id: "help.outside", scope: "outside-text", keys: ["?"] },
  { id: "observe.new.outside", scope: "outside-text", keys: ["O"] },
  { id: "go.week", scope: "outside-text", keys: ["G W"] },
  { id: "go.observe", scope: "outside-text", keys: ["G O"] },
  { id: "go.people", scope: "outside-text", keys: ["G P"] },
  { id: "go.sync", scope: "outside-text", keys: ["G Y"] },
  { id: "go.settings", scope: "anywhere", keys: ["Ctrl+,"] },
  { id: "list.enter", scope: "outside-text", keys: ["ArrowDown", "ArrowUp"], isFixed: true },

  { id: "week.plan", scope: "week", keys: ["P"] },
  { id: "week.start", scope: "week", keys: ["Enter"], over: ["list.open"], isFixed: true },
  { id: "week.move", scope: "week", keys: ["M"] },
  { id: "week.hold", scope: "week", keys: ["H"] },
  { id: "week.cancel", scope: "week", keys: ["C"] },
  { id: "week.remove", scope: "week", keys: ["Delete"] },
  // A bracket needs AltGr on some keyboards, hence the second keys.
  { id: "week.previous", scope: "week", keys: ["[", "Alt+PageUp"] },
  { id: "week.next", scope: "week", keys: ["]", "Alt+PageDown"] },
  { id: "week.today", scope: "week", keys: ["T"] },

  { id: "people.find", scope: "people", keys: ["/", "Ctrl+F"] },
  { id: "people.add", scope: "people", keys: ["A"] },
  { id: "people.edit", scope: "people", keys: ["E"] },
  { id: "people.import", scope: "people", keys: ["I"] },

  { id: "list.move", scope: "lists", keys: ["ArrowUp", "ArrowDown"], over: ["list.enter"], isFixed: true },
  { id: "list.ends", scope: "lists", keys: ["Home", "End"], isFixed: true },
  { id: "list.open", scope: "lists", keys: ["Enter"], isFixed: true },

  { id: "observe.pause", scope: "observe", keys: ["Ctrl+."] },
  { id: "observe.finish", scope: "observe", keys: ["Ctrl+Enter"] },
  { id: "observe.find", scope: "observe", keys: ["Ctrl+F"] },
  { id: "observe.script", scope: "observe", keys: ["Alt+L"] },

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
  { id: "script.tagNumber", scope: "observe-script", keys: tagDigits, isFixed: true },
  { id: "script.star", scope: "observe-script", keys: ["S", "*"] },
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

] as const satisfies readonly KeyAction[];

export type ActionId = (typeof table)[number]["id"];

/** The table, typed by its interface rather than by its literal. */
export const actions: readonly (KeyAction & { id: ActionId })[] = table;

/** In the help, and for conflicts: the scopes that are on at the same time as this one. */
export const alongside: Record<Scope, readonly Scope[]> = {
  anywhere: [],
  "outside-text": ["anywhere"],
  week: ["anywhere", "outside-text"],
  people: ["anywhere", "outside-text"],
  lists: ["anywhere", "outside-text", "week", "people"],
  observe: ["anywhere", "outside-text"],
  "observe-draft": ["anywhere", "observe"],
  "observe-tags": ["anywhere", "outside-text", "observe"],
  "observe-script": ["anywhere", "outside-text", "observe", "lists"],
  "observe-edit": ["anywhere", "observe"],
  "observe-find": ["anywhere", "observe"],
};
