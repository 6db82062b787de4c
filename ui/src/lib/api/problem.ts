import type { Code, Problem as Refusal } from "../bindings";
import { problemText } from "../text/en/problems";

/** What the interface can do about a problem; domain::problem::Code in Rust says what each means. */
export type { Code } from "../bindings";

/**
 * The one error that leaves Rust. `code` says which situation it is, the words say what happened,
 * what is safe and what to do; `field` names the argument that was wrong, so a form can mark its field. Nothing here
 * names a person or quotes what somebody wrote.
 */
export type ProblemShape = Pick<Refusal, "code" | "message"> & Partial<Refusal>;

export class Problem extends Error implements ProblemShape {
  readonly code: Code;
  readonly hint: string | null;
  readonly field: string | null;

  constructor(shape: ProblemShape) {
    super(shape.message);
    this.name = "Problem";
    this.code = shape.code;
    this.hint = shape.hint ?? null;
    this.field = shape.field ?? null;
  }

  /** Returns what was thrown as a Problem; what is none of Rust's becomes "internal". */
  static from(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown;
    if (isShape(thrown)) return new Problem(thrown);
    // A defect of this window: its own words are for developers, so people get calm ones.
    console.error(thrown);
    return new Problem({ code: "internal", ...problemText.unexpected });
  }
}

function isShape(value: unknown): value is ProblemShape {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}
