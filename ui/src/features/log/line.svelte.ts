/** The form of a line of the log. */
import type { LogLine, SaveLogLine } from "$lib/api/log";
import { minuteOf, timeOfDay } from "$lib/day";
import type { Draft } from "./acts.svelte";

export class LineForm {
  /** A proposal stays on its day: it took place then. */
  date = $state("");
  activity = $state("prep");
  teacher = $state("");
  school = $state("");
  travelFrom = $state("");
  begins = $state("");
  minutes = $state("");
  note = $state("");
  grant = $state("");
  percent = $state("");
  grantEnds = $state("");
  readonly isTimeWrong = $derived(this.begins.trim() !== "" && minuteOf(this.begins) === null);
  readonly isMinutesWrong = $derived(!/^\d{1,4}$/.test(this.minutes.trim()) || Number(this.minutes) < 1 || Number(this.minutes) > 1440);
  #line: LogLine | undefined;

  constructor(date: string, line: LogLine | undefined, draft: Draft | undefined) {
    this.date = date;
    this.#line = line;
    if (draft) this.#begin(draft);
    if (line) this.#take(line);
  }

  /** The line as it is written, or nothing while a field is wrong. */
  written(): SaveLogLine | null {
    if (this.isTimeWrong || this.isMinutesWrong) return null;
    const isTravel = this.activity === "travel";
    return {
      key: this.#line?.key ?? null,
      date: this.date,
      startsMinute: this.begins.trim() === "" ? null : minuteOf(this.begins),
      minutes: Number(this.minutes),
      activity: this.activity,
      teacher: isTravel ? null : idOf(this.teacher),
      school: idOf(this.school),
      travelFrom: isTravel ? idOf(this.travelFrom) : null,
      note: this.note,
      grant: this.grant.trim(),
      grantPercent: /^\d+$/.test(this.percent.trim()) ? Number(this.percent) : null,
      grantEnds: this.grantEnds,
    };
  }

  #begin({ activity, startsMinute, minutes, school, travelFrom }: Draft): void {
    this.activity = activity;
    this.begins = startsMinute === null ? "" : timeOfDay(startsMinute);
    this.minutes = minutes === null ? "" : String(minutes);
    this.school = school ?? "";
    this.travelFrom = travelFrom ?? "";
  }

  #take(line: LogLine): void {
    this.#begin({ ...line, school: line.school?.id ?? null, travelFrom: line.travelFrom?.id ?? null });
    this.teacher = line.teacher?.id ?? "";
    this.note = line.note;
    this.grant = line.grant;
    this.percent = line.grantPercent === null ? "" : String(line.grantPercent);
    this.grantEnds = line.grantEnds;
  }
}

function idOf(value: string): string | null {
  return value === "" ? null : value;
}
