/** Which day and which period a new visit is offered: nothing here decides, the person may choose any. */
import type { CalendarView, PeriodView } from "$lib/api/schools";
import type { ClassView } from "$lib/api/people";
import { addDays, weekday } from "$lib/day";

const withLessons = ["instructional", "half", "testing"];

/** Whether lessons are taught: an ordinary day from Monday to Friday, or what the calendar says. */
export function hasLessons(date: string, calendar: CalendarView): boolean {
  const marked = calendar.days.find((day) => day.date === date);
  return marked ? withLessons.includes(marked.kind) : weekday(date) <= 5;
}

/** The first day with lessons from this one on, or this one when there is none within a month. */
export function schoolDayFrom(date: string, calendar: CalendarView): string {
  for (let days = 0; days < 31; days++) {
    const day = addDays(date, days);
    if (hasLessons(day, calendar)) return day;
  }
  return date;
}

export interface Free {
  periods: readonly PeriodView[];
  classes: readonly ClassView[];
  /** When the visits of that day begin, in minutes. */
  taken: readonly number[];
  /** Periods that began before this minute are over. */
  after: number;
}

/** The next free period in which the teacher has a class, else the next free one, else none. */
export function freePeriod({ periods, classes, taken, after }: Free): PeriodView | null {
  const byTime = [...periods].sort((one, other) => one.startsMinute - other.startsMinute);
  const free = byTime.filter((period) => period.startsMinute >= after && !taken.some((minute) => isWithin(minute, period)));
  const taught = free.find((period) => classes.some((one) => one.period === period.code));
  return taught ?? free[0] ?? null;
}

function isWithin(minute: number, period: PeriodView): boolean {
  return minute >= period.startsMinute && minute < period.endsMinute;
}
