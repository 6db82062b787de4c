import type { ExchangeState } from "../../lib/api/exchange";
import type { Commands } from "../mock";

const state: ExchangeState = { now: "resting", service: "https://coachlight.riverbend.example", waiting: 3, attention: 2, received: "16:02" };

const commands: Commands = {
  exchange_state: (_args, search) => (search.has("alone") ? null : state),
  exchange_now: () => null,
};
export default commands;
