/** Sets of look-fors. A set in use never changes: an edit makes the next version. */
import { call } from "./ipc";
import type { ObservationView } from "./observations";

export interface SetView {
  id: string;
  title: string;
  version: number;
  /** The words of each look-for, A first. */
  lookFors: string[];
}

export interface SaveSet {
  /** The version that is edited; nothing for a new set. */
  follows: string | null;
  title: string;
  lookFors: string[];
}

/** The latest version of each set. */
export const lookForSets = () => call<SetView[]>("look_for_sets");
export const saveLookForSet = (set: SaveSet) => call<SetView[]>("save_look_for_set", { set });
export const chooseLookFors = (observation: string, set: string) =>
  call<ObservationView>("choose_look_fors", { observation, set });
