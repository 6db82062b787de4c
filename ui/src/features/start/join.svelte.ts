/** The form "Join an organisation": the invitation, and making the profile. */
import { joinOrganisation, readInvitation, type Joined } from "$lib/api/join";
import { Problem } from "$lib/api/problem";
import { text } from "$lib/text/en";
import { ProfileForm } from "./profile-form.svelte";

type FieldName = "file" | "address" | "code" | "authority";

export class JoinForm extends ProfileForm<FieldName, Joined> {
  file = $state("");
  address = $state("");
  code = $state("");
  authority = $state("");

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

  protected missing(): Partial<Record<FieldName, string>> {
    const errors: Partial<Record<FieldName, string>> = {};
    if (this.address.trim() === "") errors.address = text.join.needsAddress;
    if (this.code.trim() === "") errors.code = text.join.needsCode;
    return errors;
  }

  protected make(): Promise<Joined> {
    const invitation = { address: this.address.trim(), code: this.code.trim() };
    return joinOrganisation(invitation, this.authority, this.passphrase);
  }
}
