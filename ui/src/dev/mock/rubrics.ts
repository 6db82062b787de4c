import type { LessonRubricView } from "../../lib/api/rubrics";
import type { Commands } from "../mock";

const rubric = { id: "ru1", title: "Talk about thinking, in levels", version: 1, licence: "Own words" };
const levels = ["Answers stand without reasons", "Some reasons, when they are asked for", "Students ask each other for reasons"];
const line = { line: "k1", observation: "o1", time: "9:05:10", speaker: "T", text: "What do you notice about the two tables?" };
const view: LessonRubricView = {
  rubrics: [rubric], rubric, isClosed: false, isWritable: true,
  indicators: [
    { id: "i1", text: "Students give reasons", levels, level: 2, lines: [line] },
    { id: "i2", text: "Time to think", levels, level: null, lines: [] },
  ],
};

const commands: Commands = {
  rubrics: () => [{ ...rubric, indicators: view.indicators.map(({ text }) => ({ text, levels })) }],
  save_rubric: () => rubric.id,
  lesson_rubric: () => view,
  mark_rubric_line: () => null,
  give_level: ({ give }: { give: { indicator: string; level: number | null } }) => {
    const one = view.indicators.find(({ id }) => id === give.indicator)!;
    if (give.level !== null && one.lines.length === 0) throw { code: "invalid", message: "Mark at least one line of this lesson that shows it. A level needs evidence.", field: "lines" };
    one.level = give.level;
    return null;
  },
};
export default commands;
