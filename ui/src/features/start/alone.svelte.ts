/** The form "Start alone": who and where, and making the profile. */
import { createProfile } from "$lib/api/session";
import { text } from "$lib/text/en";
import { ProfileForm } from "./profile-form.svelte";

type FieldName = "given" | "family" | "organisation" | "school" | "zone";

const needed: readonly FieldName[] = ["given", "family", "organisation", "school"];

/** What is made is the recovery code. */
export class AloneForm extends ProfileForm<FieldName, string[]> {
  given = $state("");
  family = $state("");
  organisation = $state("");
  school = $state("");
  zone = $state("");

  constructor(zone: string) {
    super();
    this.zone = zone;
  }

  protected missing(): Partial<Record<FieldName, string>> {
    const empty = needed.filter((name) => this[name].trim() === "");
    return Object.fromEntries(empty.map((name) => [name, text.start.alone.required]));
  }

  protected async make(): Promise<string[]> {
    const made = await createProfile({
      given: this.given.trim(),
      family: this.family.trim(),
      organisation: this.organisation.trim(),
      school: this.school.trim(),
      zone: this.zone,
      passphrase: this.passphrase,
      label: "",
    });
    return made.recoveryCode;
  }
}
