/** What can be done on This week: which dialog asks, which week is shown, and the acts on a visit. */
import { startObservation } from "$lib/api/observations";
import { Problem } from "$lib/api/problem";
import { cancelVisitFor, carryVisitOver, holdVisit, planVisitAgain, removeVisit, type StepView, type WeekEntry } from "$lib/api/weeks";
import { act, done, sentences } from "$lib/done";
import { presenting } from "$lib/presenting.svelte";
import { router } from "$lib/router/router.svelte";
import type { RouteName, Routes } from "$lib/router/routes";
import { text } from "$lib/text/en";
import { longDate } from "$lib/text/time";
import { toasts } from "$lib/toasts.svelte";
import { canStart, isPlanned } from "./agenda";

export type Asking =
  | { kind: "plan" }
  | { kind: "change"; entry: WeekEntry }
  | { kind: "cancel"; entry: WeekEntry }
  | { kind: "history"; visit: string }
  | { kind: "who"; visit: string }
  | { kind: "check"; step: StepView }
  | { kind: "print" };

export class WeekActs {
  /** A day of the week that is shown; nothing for the present one. */
  day = $state<string | null>(null);
  asking = $state.raw<Asking | null>(null);
  #isStarting = false;

  constructor(day: string | null) {
    this.day = day;
  }

  close = (): void => {
    this.asking = null;
  };

  plan = (): void => this.#ask({ kind: "plan" });
  change = (entry: WeekEntry): void => this.#ask({ kind: "change", entry });
  cancel = (entry: WeekEntry): void => this.#ask({ kind: "cancel", entry });
  /** Shows what a visit said before. */
  who = ({ visit }: WeekEntry): void => void (visit !== null && this.#ask({ kind: "who", visit }));
  history = ({ visit }: WeekEntry): void => void (visit !== null && this.#ask({ kind: "history", visit }));
  /** Asks what was seen of a step: nothing is ticked done. */
  check = (step: StepView): void => this.#ask({ kind: "check", step });
  print = (): void => this.#ask({ kind: "print" });

  /** Does what an entry is there for: its lines, its start, planning it again, or changing it. */
  open = (entry: WeekEntry, isToday: boolean): void => {
    if (entry.observation) this.leave("observation", { id: entry.observation.id });
    else if (isToday && canStart(entry)) void this.start(entry);
    else if (entry.state === "cancelled") void this.planAgain(entry);
    else if (isPlanned(entry)) this.change(entry);
  };

  start = async (entry: WeekEntry): Promise<void> => {
    // Enter twice must not begin two observations.
    if (entry.visit === null || this.#isStarting) return;
    this.#isStarting = true;
    try {
      const { id } = await startObservation({ visit: entry.visit, teacher: null });
      this.leave("observation", { id });
    } catch (thrown) {
      toasts.show(Problem.from(thrown).message);
    } finally {
      this.#isStarting = false;
    }
  };

  planAgain = async (entry: WeekEntry): Promise<void> => {
    const { visit } = entry;
    if (visit !== null) await act(() => planVisitAgain(visit), text.week.again.done);
  };

  /** Says that a visit took place of which no observation came. */
  hold = async (entry: WeekEntry): Promise<void> => {
    const { visit } = entry;
    if (visit !== null) await act(() => holdVisit(visit), text.week.held);
  };

  /** Cancels a visit because the teacher is not there: one key, and it does not count as missed. */
  away = async (entry: WeekEntry, reason: "teacher_absent" | "substitute"): Promise<void> => {
    const { visit } = entry;
    if (visit !== null) await act(() => cancelVisitFor(visit, reason), text.week.away[reason]);
  };

  /** Moves a visit to next week because the teacher is not there. */
  nextWeek = async (entry: WeekEntry, reason: "teacher_absent" | "substitute"): Promise<void> => {
    const { visit } = entry;
    if (visit === null) return;
    try {
      done(text.week.toNextWeek(longDate(await carryVisitOver(visit, reason))));
    } catch (thrown) {
      toasts.show(sentences(Problem.from(thrown)));
    }
  };

  remove = async (entry: WeekEntry): Promise<void> => {
    const { visit } = entry;
    if (visit !== null) await act(() => removeVisit(visit), text.week.removed);
  };

  openPerson = (id: string): void => this.leave("person", { id });

  /** Goes to another screen; coming back shows the week that was left. */
  leave<Name extends RouteName>(name: Name, params: Routes[Name]): void {
    if (this.day !== null) router.replace("week", { date: this.day });
    router.go(name, params);
  }

  /** The dialogs show names and people's words, so they wait until the wall no longer shows the screen. */
  #ask(asking: Asking): void {
    if (presenting.isOn) toasts.show(text.week.presenting);
    else this.asking = asking;
  }
}
