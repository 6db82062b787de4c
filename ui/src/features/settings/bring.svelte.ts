/** Choosing work of another profile: opening it, whose work comes along, and who that is here. */
import { bringWork, leaveProfile, lookAtProfile, type BringPerson, type Found } from "$lib/api/bring";
import { text } from "$lib/text/en";
import { list } from "$lib/text/plural";
import { Work } from "$lib/work.svelte";

const counts = text.organisation.bring.counts;
/** The value of "not on the list", which is no id. */
export const NOBODY = "";

/** One person of the other profile, as they are chosen. */
export class Choice {
  isChosen = $state(false);
  is = $state(NOBODY);

  constructor(readonly person: BringPerson) {
    this.is = person.is ?? NOBODY;
  }

  get summary(): string {
    const { observations, visits, steps, wonderings } = this.person;
    return said({ observations, visits, steps, wonderings });
  }
}

/** Says what there is of each kind, and nothing of what there is none of. */
export function said(amounts: Partial<Record<keyof typeof counts, number>>): string {
  const kinds = Object.entries(amounts) as [keyof typeof counts, number][];
  return list(kinds.filter(([, amount]) => amount > 0).map(([kind, amount]) => counts[kind](amount)));
}

export class Bringing {
  readonly work = new Work();
  profile = $state(NOBODY);
  passphrase = $state("");
  found = $state.raw<Found | null>(null);
  people = $state.raw<Choice[]>([]);
  withRest = $state(false);
  /** How many records were brought, when something was. */
  brought = $state<number | null>(null);

  chosen = $derived.by(() => this.people.filter((choice) => choice.isChosen));
  isAnythingChosen = $derived.by(() => this.chosen.length > 0 || this.withRest);
  rest = $derived.by(() => (this.found ? said({ ...this.found.rest }) : ""));

  look = () => this.work.run(async () => this.#show(await lookAtProfile(this.profile, this.passphrase)));

  bring = () =>
    this.work.run(async () => {
      const chosen = this.chosen.map(({ person, is }) => ({ person: person.id, is: is === NOBODY ? null : is }));
      const { rows } = await bringWork(chosen, this.withRest);
      this.brought = rows;
      this.#show(await lookAtProfile(this.profile, this.passphrase));
    });

  close = () =>
    this.work.run(async () => {
      await leaveProfile();
      this.passphrase = "";
      this.found = null;
      this.people = [];
    });

  #show(found: Found): void {
    this.found = found;
    this.people = found.people.map((person) => new Choice(person));
    this.withRest = false;
  }
}
