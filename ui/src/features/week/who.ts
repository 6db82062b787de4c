/** Whom a visit can be to, for what was typed: teachers, teams, coaches whom one supervises, and a name that is not known yet. */
import type { Option, OptionGroup } from "$components/picker.svelte";
import type { TeacherView, TeamView } from "$lib/api/people";
import type { Named } from "$lib/api/weeks";
import { matches, plain } from "$lib/matches";
import { text } from "$lib/text/en";
import { observingCoachText } from "$lib/text/en/observing-coach";

export interface Who extends Option {
  kind: "teacher" | "team" | "coach" | "add";
  name: string;
}

const words = text.week.planning;
/** How many teachers are listed; typing narrows them. */
const MOST = 30;
/** Fewer letters than this are the beginning of a name, not a name. */
const LEAST_NAME = 3;

export interface Everybody {
  teachers: readonly TeacherView[];
  teams: readonly TeamView[];
  coaches: readonly Named[];
}

export function whoGroups(query: string, { teachers, teams, coaches }: Everybody): OptionGroup<Who>[] {
  const found = teachers.filter(({ name }) => matches(query, [name])).slice(0, MOST);
  const met = teams.filter(({ title }) => matches(query, [title]));
  const led = coaches.filter(({ name }) => matches(query, [name]));
  const known = [...[...teachers, ...coaches].map(({ name }) => name), ...teams.map(({ title }) => title)];
  return [
    { id: "teachers", label: words.teachers, options: found.map(teacher) },
    { id: "teams", label: words.teams, options: met.map(team) },
    { id: "coaches", label: observingCoachText.coaches, options: led.map(coach) },
    { id: "add", options: adding(query.trim(), known) },
  ];
}

function teacher({ id, name, context, school }: TeacherView): Who {
  return { id, kind: "teacher", name, title: name, detail: context || school };
}

function team({ id, title, subject }: TeamView): Who {
  return { id, kind: "team", name: title, title, detail: subject };
}

function coach({ id, name }: Named): Who {
  return { id, kind: "coach", name, title: name, detail: observingCoachText.detail };
}

/** An unknown name can be added on the way. */
function adding(name: string, known: readonly string[]): Who[] {
  const isKnown = known.some((one) => plain(one) === plain(name));
  return name.length < LEAST_NAME || isKnown ? [] : [{ id: "add", kind: "add", name, title: words.add(name) }];
}
