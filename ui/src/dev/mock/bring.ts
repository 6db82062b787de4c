import type { Commands } from "../mock";

const found = {
  people: [
    { id: "t1", name: "Amir Haddad", observations: 12, visits: 3, steps: 2, wonderings: 4, is: "k1", because: "same name" },
    { id: "t2", name: "Priya Raman", observations: 5, visits: 0, steps: 0, wonderings: 0, is: null, because: null },
  ],
  rest: { observations: 0, lookForSets: 2, teams: 1, contentCycles: 1, visits: 0, abbreviations: 14 },
  known: [
    { id: "k1", name: "Amir Haddad" },
    { id: "k2", name: "P. Raman-Cole" },
  ],
};

const commands: Commands = {
  other_profiles: () => [{ id: "p0", label: "M. E. North Ridge", demo: false }],
  look_at_profile: ({ passphrase }: { passphrase: string }) => {
    if (passphrase === "wrong") throw { code: "wrong-secret", message: "This does not open the profile. Nothing was changed.", field: "passphrase" };
    return found;
  },
  bring_work: () => ({ rows: 412 }),
  leave_profile: () => null,
  look_at_private_lines: ({ secret }: { secret: string }) => {
    if (secret === "wrong") throw { code: "wrong-secret", message: "This does not open the backup. Nothing was changed.", field: "secret" };
    return { wonderings: 41, lessons: 12, abbreviations: 3, studentNames: 0, here: 2, elsewhere: 1 };
  },
  bring_private_lines: () => ({ rows: 44 }),
  leave_private_lines: () => null,
};

export default commands;
