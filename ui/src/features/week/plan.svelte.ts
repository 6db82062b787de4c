/** The form of a visit: who, when, what for. It offers the next school day and the next free period. */
import { addTeacher, people, person, teachers, type ClassView, type TeacherView, type TeamView } from "$lib/api/people";
import { observableCoaches } from "$lib/api/observing-coach";
import { calendar, schools, type CalendarView, type PeriodView, type SchoolView } from "$lib/api/schools";
import { week as readWeek, type Named, type Plan, type WeekEntry, type WeekView } from "$lib/api/weeks";
import { addDays, isDate, minuteOf, minuteShown, timeOfDay } from "$lib/day";
import { text } from "$lib/text/en";
import { longDate } from "$lib/text/time";
import { today } from "./agenda";
import { freePeriod, schoolDayFrom } from "./school-days";
import { SeriesForm } from "./series.svelte";
import { whoGroups, type Who } from "./who";

const words = text.week.planning;

/** What the choice of a time can be besides the code of a period. */
export const AT_TIME = "at-time";
export const ANY_TIME = "any-time";

const KINDS_OF_TEACHER = ["observe", "coplan", "model", "coteach", "debrief"] as const;
const KINDS_OF_TEAM = ["team_meeting", "facilitate", "data_meeting", "student_work"] as const;

export class PlanForm {
  query = $state("");
  chosen = $state.raw<Who | null>(null);
  date = $state("");
  when = $state(ANY_TIME);
  time = $state("");
  minutes = $state("");
  section = $state("");
  purpose = $state("");
  kind = $state("");
  reason = $state("");
  classes = $state.raw<readonly ClassView[]>([]);
  readonly series = new SeriesForm();
  #school = $state<string | null>(null);
  #teachers = $state.raw<readonly TeacherView[]>([]);
  #teams = $state.raw<readonly TeamView[]>([]);
  #coaches = $state.raw<readonly Named[]>([]);
  #schools = $state.raw<readonly SchoolView[]>([]);
  #calendar = $state.raw<CalendarView>({ years: [], days: [] });
  /** The visits of the chosen day, without the one that is being changed. */
  #others = $state.raw<readonly WeekEntry[]>([]);
  #isTimeChosen = false;
  #shown: WeekView;
  readonly entry: WeekEntry | null;

  readonly periods = $derived.by(() => periodsOf(this.#schools, this.#school));
  readonly period = $derived.by(() => this.periods.find((period) => period.code === this.when) ?? null);
  readonly groups = $derived.by(() => whoGroups(this.query, { teachers: this.#teachers, teams: this.#teams, coaches: this.#coaches }));
  /** Whether it is to a coach, who is observed by a script and nothing else. */
  readonly isOfCoach = $derived.by(() => this.#idOf("coach") !== null || Boolean(this.entry?.coach));
  /** What a visit can be for: other things to a teacher than to a team. */
  readonly kinds = $derived.by(() => (this.#idOf("team") !== null || this.entry?.team ? KINDS_OF_TEAM : KINDS_OF_TEACHER));
  readonly often = $derived.by(() => this.series.options(this.#calendar, this.date));
  readonly dayHint = $derived.by(() => this.#hint());
  readonly isDateWrong = $derived(!isDate(this.date));
  readonly isTimeWrong = $derived(this.when === AT_TIME && minuteOf(this.time) === null);
  readonly isMinutesWrong = $derived(!/^\d{0,3}$/.test(this.minutes.trim()) || Number(this.minutes) > 600);
  readonly isMoved = $derived.by(() => this.entry !== null && this.#isElsewhere(this.entry));

  constructor(shown: WeekView, entry: WeekEntry | null) {
    this.#shown = shown;
    this.entry = entry;
    if (entry) this.#take(entry);
  }

  /** Reads who there is and what the calendar says, then offers a day. */
  load = async (): Promise<void> => {
    const [who, everybody, places, days, coaches] = await Promise.all([teachers(), people(), schools(), calendar(), observableCoaches()]);
    this.#teachers = who;
    this.#teams = everybody.teams;
    this.#coaches = coaches;
    this.#schools = places;
    this.#calendar = days;
    if (this.entry) await this.#loadPlace(this.entry.teacher?.id ?? null, this.entry.team?.id ?? null);
    else this.date = this.#firstDay();
    await this.chooseDay();
  };

  choose = async (option: Who): Promise<void> => {
    const who = option.kind === "add" ? await this.#add(option) : option;
    this.chosen = who;
    this.kind = this.isOfCoach ? "" : (this.kinds[0] ?? "");
    this.query = who.name;
    this.#isTimeChosen = false;
    await this.#loadPlace(this.#idOf("teacher"), this.#idOf("team"));
    this.#offerTime();
  };

  /** Reads what is planned on the chosen day. */
  chooseDay = async (): Promise<void> => {
    if (this.isDateWrong) return;
    const asked = this.date;
    const { days } = await readWeek(asked);
    if (asked !== this.date) return;
    const entries = days.find((day) => day.date === asked)?.entries ?? [];
    this.#others = entries.filter((entry) => entry.visit !== this.entry?.visit && entry.state !== "cancelled");
    this.#offerTime();
  };

  chooseTime = (when: string): void => {
    this.#isTimeChosen = true;
    this.#setTime(when);
  };

  /** The visit as it is written, or nothing while a field is missing or wrong. */
  plan(): Plan | null {
    const { entry } = this;
    const isSomeone = entry !== null || (this.chosen !== null && this.query === this.chosen.name);
    if (!isSomeone || this.isDateWrong || this.isTimeWrong || this.isMinutesWrong) return null;
    return {
      teacher: entry ? (entry.teacher?.id ?? null) : this.#idOf("teacher"),
      team: entry ? (entry.team?.id ?? null) : this.#idOf("team"),
      coach: entry ? (entry.coach?.id ?? null) : this.#idOf("coach"),
      section: this.section === "" ? null : this.section,
      date: this.date,
      startsMinute: this.#startsMinute(),
      period: this.period?.code ?? "",
      minutes: this.minutes.trim() === "" ? null : Number(this.minutes),
      purpose: this.purpose,
      kind: this.kind,
    };
  }

  #take(entry: WeekEntry): void {
    this.query = (entry.teacher ?? entry.team ?? entry.coach)?.name ?? "";
    this.date = entry.date;
    this.when = entry.period !== "" ? entry.period : entry.startsMinute === null ? ANY_TIME : AT_TIME;
    this.time = entry.startsMinute === null ? "" : timeOfDay(entry.startsMinute);
    this.minutes = entry.minutes === null ? "" : String(entry.minutes);
    this.section = entry.section ?? "";
    this.purpose = entry.purpose;
    this.kind = entry.coach ? "" : entry.kind;
    this.#isTimeChosen = true;
  }

  /** Adds a teacher on the way, and reads at which school that is. */
  async #add(option: Who): Promise<Who> {
    const added = await addTeacher(option.name);
    this.#teachers = await teachers();
    return { ...option, kind: "teacher", ...added };
  }

  /** A visit is at the teacher's school, or at the team's; lesson times and classes follow from it. */
  async #loadPlace(teacher: string | null, team: string | null): Promise<void> {
    const school = this.#teachers.find((one) => one.id === teacher)?.schoolId;
    this.#school = school ?? this.#teams.find((one) => one.id === team)?.school ?? null;
    this.classes = teacher === null ? [] : (await person(teacher)).classes;
  }

  /** The next day with lessons after today, or the first of a week that lies ahead. */
  #firstDay(): string {
    const now = today(this.#shown);
    const from = now === null ? this.#shown.monday : addDays(now, 1);
    return schoolDayFrom(from, this.#calendar);
  }

  /** Offers a period until the person has chosen a time. */
  #offerTime(): void {
    if (this.#isTimeChosen || this.chosen === null) return;
    const taken = this.#others.flatMap((entry) => entry.startsMinute ?? []);
    const after = this.date === today(this.#shown) ? minuteShown(this.#shown.now) : 0;
    const free = freePeriod({ periods: this.periods, classes: this.classes, taken, after });
    this.#setTime(free?.code ?? (this.periods.length === 0 ? AT_TIME : ANY_TIME));
  }

  #setTime(when: string): void {
    this.when = when;
    const period = this.period;
    if (period) this.minutes = String(period.endsMinute - period.startsMinute);
    const taught = this.classes.find((one) => one.period !== "" && one.period === period?.code);
    this.section = (taught ?? (this.classes.length === 1 ? this.classes[0] : undefined))?.id ?? "";
  }

  #startsMinute(): number | null {
    if (this.when === AT_TIME) return minuteOf(this.time);
    return this.period?.startsMinute ?? null;
  }

  #isElsewhere(entry: WeekEntry): boolean {
    return entry.date !== this.date || entry.startsMinute !== this.#startsMinute() || entry.period !== (this.period?.code ?? "");
  }

  #idOf(kind: Who["kind"]): string | null {
    return this.chosen?.kind === kind ? this.chosen.id : null;
  }

  #hint(): string {
    if (this.isDateWrong) return "";
    const marked = this.#calendar.days.find((day) => day.date === this.date);
    const day = longDate(this.date);
    return words.dayHint(marked ? words.dayLabel(day, marked.label) : day, this.#others.length);
  }
}

/** The lesson times of a school; where only one school has any, they are those. */
function periodsOf(schools: readonly SchoolView[], id: string | null): readonly PeriodView[] {
  const named = schools.find((school) => school.id === id);
  const withPeriods = schools.filter((school) => school.periods.length > 0);
  return named?.periods ?? (withPeriods.length === 1 ? withPeriods[0]!.periods : []);
}
