/** Rubrics beside a lesson. Rust says which level may stand; nothing is counted or averaged on the page. */
import { commands } from "../bindings";

export type { IndicatorView, LessonRubricView, RubricIndicator, RubricView, SaveRubric } from "../bindings";

export const { rubrics, saveRubric, lessonRubric, markRubricLine, giveLevel } = commands;
