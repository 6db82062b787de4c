/** The form "Join an organisation": the invitation, the passphrase, and making the profile. */
import { joinOrganisation, readInvitation, type Joined } from "$lib/api/join";
import { Problem } from "$lib/api/problem";
import { text } from "$lib/text/en";
import { LEAST_PASSPHRASE } from "./alone.svelte";

type FieldName = "file" | "address" | "code" | "authority" | "passphrase" | "again";

export class JoinForm {
  file = $state("");
  address = $state("");
  code = $state("");
  authority = $state("");
  passphrase = $state("");
  again = $state("");
  isBusy = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** What is wrong, by field. Said on the first attempt, not while typing. */
  errors = $state.raw<Partial<Record<FieldName, string>>>({});

  /** Takes address and code from the invitation file, when there is one. */
  read = async (): Promise<void> => {
    if (this.file.trim() === "") return;
    try {
      const invitation = await readInvitation(this.file);
      this.address = invitation.address;
      this.code = invitation.code;
      this.errors = {};
    } catch (thrown) {
      this.errors = { file: Problem.from(thrown).message };
    }
  };

  /** Joins. Returns what was made, or null when something has to be put right first. */
  submit = async (): Promise<Joined | null> => {
    this.errors = this.#missing();
    this.problem = null;
    if (Object.keys(this.errors).length > 0) return null;
    this.isBusy = true;
    try {
      const invitation = { address: this.address.trim(), code: this.code.trim() };
      return await joinOrganisation(invitation, this.authority, this.passphrase);
    } catch (thrown) {
      this.#refuse(Problem.from(thrown));
      return null;
    } finally {
      this.isBusy = false;
    }
  };

  #missing(): Partial<Record<FieldName, string>> {
    const errors: Partial<Record<FieldName, string>> = {};
    if (this.address.trim() === "") errors.address = text.join.needsAddress;
    if (this.code.trim() === "") errors.code = text.join.needsCode;
    if (this.passphrase.length < LEAST_PASSPHRASE) errors.passphrase = text.start.alone.short;
    else if (this.passphrase !== this.again) errors.again = text.start.alone.differs;
    return errors;
  }

  /** Puts a refusal at its field, or under the form when it is about none of them. */
  #refuse(problem: Problem): void {
    if (problem.field && problem.field in this) {
      const hint = problem.hint ? ` ${problem.hint}` : "";
      this.errors = { [problem.field]: problem.message + hint };
    } else this.problem = problem;
  }
}
