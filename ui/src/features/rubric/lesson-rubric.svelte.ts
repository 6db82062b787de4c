/** The rubric beside one lesson: which indicator the keys speak of, and what Rust refused. */
import { giveLevel, lessonRubric, markRubricLine, type IndicatorView, type LessonRubricView } from "$lib/api/rubrics";
import { Problem } from "$lib/api/problem";
import { query, type Query } from "$lib/query.svelte";

export class LessonRubric {
  readonly observation: string;
  readonly read: Query<LessonRubricView>;
  /** The indicator that lines and levels go to. */
  at = $state(0);
  /** What was refused, at the indicator that it is about. */
  problem = $state.raw<{ indicator: string; problem: Problem } | null>(null);
  #chosen: string | null = null;

  constructor(observation: string) {
    this.observation = observation;
    this.read = query(["score", "rubric", "line", "observation"], () => lessonRubric(observation, this.#chosen));
  }

  get view(): LessonRubricView | undefined {
    return this.read.data;
  }

  get present(): IndicatorView | undefined {
    return this.view?.indicators[this.at];
  }

  choose = async (rubric: string): Promise<void> => {
    this.#chosen = rubric;
    this.at = 0;
    await this.read.reload();
  };

  move(by: number): void {
    this.at = Math.min(Math.max(this.at + by, 0), Math.max(0, (this.view?.indicators.length ?? 1) - 1));
  }

  /** Takes a line as evidence for the present indicator, or leaves it out. */
  mark = (line: string): Promise<void> =>
    this.#try(({ id, lines }) => markRubricLine({ observation: this.observation, indicator: id, line, shows: !lines.some((one) => one.line === line) }));

  /** Says which level the present indicator's lines show; nothing takes it away. */
  give = (level: number | null): Promise<void> => this.#try(({ id }) => giveLevel({ observation: this.observation, indicator: id, level }));

  async #try(act: (indicator: IndicatorView) => Promise<unknown>): Promise<void> {
    const { present, view } = this;
    if (!present || !view?.isWritable) return;
    try {
      await act(present);
      this.problem = null;
      await this.read.reload();
    } catch (thrown) {
      this.problem = { indicator: present.id, problem: Problem.from(thrown) };
    }
  }
}
