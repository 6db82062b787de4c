/** The sections of the Sync centre, in their order. A new one is a component that takes the exchange's state, and a line here. */
import type { Component } from "svelte";
import type { ExchangeState } from "$lib/api/exchange";
import Now from "./Now.svelte";

export interface Section {
  id: string;
  /** `exchange` is nothing while the profile works alone. */
  body: Component<{ exchange: ExchangeState }> | Component<{ exchange: ExchangeState | null }>;
  /** Whether it is there also while the profile works alone. */
  isAlways?: boolean;
}

export const sections: readonly Section[] = [
  { id: "now", body: Now },
];
