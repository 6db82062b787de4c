/** The form "Start alone": what is filled in, what is missing, and making the profile. */
import { Problem } from "$lib/api/problem";
import { createProfile, type NewProfile } from "$lib/api/session";
import { text } from "$lib/text/en";

type FieldName = "given" | "family" | "organisation" | "school" | "zone" | "passphrase" | "again";

/** As in Rust, which has the last word. */
export const LEAST_PASSPHRASE = 8;
const needed: readonly FieldName[] = ["given", "family", "organisation", "school"];

export class AloneForm {
  given = $state("");
  family = $state("");
  organisation = $state("");
  school = $state("");
  zone = $state("");
  passphrase = $state("");
  again = $state("");
  isBusy = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** What is wrong, by field. Said on the first attempt, not while typing. */
  errors = $state.raw<Partial<Record<FieldName, string>>>({});

  constructor(zone: string) {
    this.zone = zone;
  }

  /** Makes the profile. Returns its recovery code, or null when something has to be put right first. */
  submit = async (): Promise<string[] | null> => {
    this.errors = this.#missing();
    this.problem = null;
    if (Object.keys(this.errors).length > 0) return null;
    this.isBusy = true;
    try {
      return (await createProfile(this.#profile())).recoveryCode;
    } catch (thrown) {
      this.#refuse(Problem.from(thrown));
      return null;
    } finally {
      this.isBusy = false;
    }
  };

  #missing(): Partial<Record<FieldName, string>> {
    const words = text.start.alone;
    const errors: Partial<Record<FieldName, string>> = {};
    for (const name of needed) if (this[name].trim() === "") errors[name] = words.required;
    if (this.passphrase.length < LEAST_PASSPHRASE) errors.passphrase = words.short;
    else if (this.passphrase !== this.again) errors.again = words.differs;
    return errors;
  }

  #profile(): NewProfile {
    return {
      given: this.given.trim(),
      family: this.family.trim(),
      organisation: this.organisation.trim(),
      school: this.school.trim(),
      zone: this.zone,
      passphrase: this.passphrase,
      label: "",
    };
  }

  /** Puts a refusal at its field, or under the form when it is about none of them. */
  #refuse(problem: Problem): void {
    if (problem.field && problem.field in this) this.errors = { [problem.field]: problem.message };
    else this.problem = problem;
  }
}
