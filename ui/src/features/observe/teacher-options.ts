/** Which teachers a few typed letters mean, and the offer to add one who is not there. */
import type { Option, OptionGroup } from "$components/picker.svelte";
import type { TeacherView } from "$lib/api/people";
import { presenting } from "$lib/presenting.svelte";
import { text } from "$lib/text/en";
import { plain } from "./find.svelte";

export interface TeacherOption extends Option {
  /** The teacher's row; null for someone to be added. */
  teacher: string | null;
  name: string;
}

const MOST = 8;
/** Fewer letters than this are the beginning of a name, not a name. */
const LEAST_NAME = 3;

export function teacherOptions(all: readonly TeacherView[], typed: string): OptionGroup<TeacherOption>[] {
  const words = text.observe.begin;
  // While presenting, a list of names must not appear; typing one's letters still finds it.
  const found = presenting.isOn && typed.trim() === "" ? [] : matching(all, typed).slice(0, MOST);
  const name = typed.trim().replace(/\s+/g, " ");
  const isKnown = found.some((teacher) => plain(teacher.name).text === plain(name).text);
  const groups = [{ id: "known", options: found.map(option) }];
  if (name.length < LEAST_NAME || isKnown) return groups;
  const add: TeacherOption = { id: "add", title: words.add(name), teacher: null, name };
  return [...groups, { id: "add", options: [add] }];
}

function option({ id, name, school, context }: TeacherView): TeacherOption {
  const detail = [context, school].filter(Boolean).join(" · ");
  return { id, title: presenting.name(name, "teacher"), detail, teacher: id, name };
}

/** Those one of whose names begins with what was typed come first, then those that contain it. */
function matching(all: readonly TeacherView[], typed: string): TeacherView[] {
  const wanted = plain(typed.trim()).text;
  const names = all.map((teacher) => ({ teacher, name: plain(teacher.name).text }));
  const begin = names.filter(({ name }) => name.startsWith(wanted) || name.split(/[\s-]+/).some((word) => word.startsWith(wanted)));
  const contain = names.filter(({ name }) => name.includes(wanted));
  return [...new Set([...begin, ...contain].map(({ teacher }) => teacher))];
}
