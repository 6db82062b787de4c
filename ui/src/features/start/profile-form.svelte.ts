/** A form that makes a profile: its passphrase, what is missing, making it, and what was refused. */
import { Problem } from "$lib/api/problem";
import { text } from "$lib/text/en";

/** As in Rust, which has the last word. */
const LEAST_PASSPHRASE = 8;

type Errors<Name extends string> = Partial<Record<Name | "passphrase" | "again", string>>;

export abstract class ProfileForm<Name extends string, Made> {
  passphrase = $state("");
  again = $state("");
  isBusy = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** What is wrong, by field. Said on the first attempt, not while typing. */
  errors = $state.raw<Errors<Name>>({});

  /** What is wrong in the fields that only this form has. */
  protected abstract missing(): Errors<Name>;
  protected abstract make(): Promise<Made>;

  /** Makes the profile. Returns what was made, or null when something has to be put right first. */
  submit = async (): Promise<Made | null> => {
    this.errors = { ...this.missing(), ...this.#passphrase() };
    this.problem = null;
    if (Object.keys(this.errors).length > 0) return null;
    this.isBusy = true;
    try {
      return await this.make();
    } catch (thrown) {
      this.#refuse(Problem.from(thrown));
      return null;
    } finally {
      this.isBusy = false;
    }
  };

  #passphrase(): Errors<never> {
    const words = text.start.alone;
    if (this.passphrase.length < LEAST_PASSPHRASE) return { passphrase: words.short };
    return this.passphrase === this.again ? {} : { again: words.differs };
  }

  /** Puts a refusal at its field, or under the form when it is about none of them. */
  #refuse(problem: Problem): void {
    if (problem.field && problem.field in this) {
      const words = [problem.message, problem.hint].filter(Boolean).join(" ");
      this.errors = { [problem.field]: words } as Errors<Name>;
    } else this.problem = problem;
  }
}
