/** The sections of the Sync centre, in their order. A new one is a component that takes the exchange's state, and a line here. */
import type { Component } from "svelte";
import type { ExchangeState } from "$lib/api/exchange";
import Attention from "./Attention.svelte";
import Connection from "./Connection.svelte";
import Devices from "./Devices.svelte";
import Now from "./Now.svelte";
import Ready from "./Ready.svelte";
import Received from "./Received.svelte";
import Waiting from "./Waiting.svelte";
import Stick from "./Stick.svelte";

export interface Section {
  id: string;
  /** `exchange` is nothing while the profile works alone. */
  body: Component<{ exchange: ExchangeState }> | Component<{ exchange: ExchangeState | null }> | Component<Record<string, never>>;
  /** Whether it is there also while the profile works alone. */
  isAlways?: boolean;
}

export const sections: readonly Section[] = [
  { id: "attention", body: Attention },
  { id: "now", body: Now },
  { id: "waiting", body: Waiting },
  { id: "ready", body: Ready },
  { id: "received", body: Received },
  { id: "stick", body: Stick },
  { id: "devices", body: Devices },
  { id: "connection", body: Connection },
];
