import type { StickCarried, StickFound, StickLoaded, StickSaved, StickState } from "../../lib/api/stick";
import type { Commands } from "../mock";

const before: StickState = { waiting: 31, organisation: "Riverbend USD", isReady: true };
const saved: StickSaved = { names: ["to-service-2026-11-22.coachlight"], changes: 31, bytes: 48_300 };
const answer: StickFound = { kind: "forThisComputer", acknowledged: 31, news: 4 };
const work: StickFound = { kind: "forTheService", acknowledged: 0, news: 0 };
const loaded: StickLoaded = { settled: 31, inCustody: 0, received: 12, waiting: 0, problem: null };
const carried: StickCarried = { name: "answer-2026-11-22.coachlight", isWhole: true };

const commands: Commands = {
  stick_state: () => before,
  save_to_stick: () => saved,
  stop_saving_to_stick: () => null,
  look_at_stick: ({ path }: { path: string }) => (path.includes("answer") ? answer : work),
  load_from_stick: () => loaded,
  carry_from_stick: () => carried,
};
export default commands;
