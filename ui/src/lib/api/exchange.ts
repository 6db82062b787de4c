/** The exchange with the central service: where it stands, and asking for it. */
import { commands } from "../bindings";

export type { ExchangeNow, ExchangeState } from "../bindings";

export const { exchangeState, exchangeNow } = commands;
