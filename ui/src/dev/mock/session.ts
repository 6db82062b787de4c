import type { Commands } from "../mock";
import type { SessionView, StartView } from "../../lib/api/session";
import type { Code } from "../../lib/api/problem";
import { defaults } from "../../lib/api/settings";

const settings = { ...defaults };
const profiles = [
  { id: "p1", label: "Maya, North Ridge", demo: false },
  { id: "p2", label: "Demo data", demo: true },
];

export function view(search: URLSearchParams): SessionView {
  const theme = search.get("theme") as typeof settings.theme | null;
  const textPercent = Number(search.get("text") ?? settings.textPercent);
  return {
    profile: profiles[0]!,
    me: { id: "me", name: "Maya Ellison", role: "Instructional coach" },
    organisation: "North Ridge district",
    school: "Lincoln Elementary",
    zone: "America/Chicago",
    today: "2026-11-19",
    settings: { ...settings, theme: theme ?? settings.theme, textPercent },
    remembered: false,
    keychain: true,
    presenting: false,
    openObservation: null,
  };
}

const zones = ["America/Chicago", "America/Denver", "America/Los_Angeles", "America/New_York", "Europe/London", "Europe/Zurich"];

function start(search: URLSearchParams): StartView {
  const base = { profiles, opened: null, problem: null, zones, zone: "America/Chicago", demo: false };
  if (search.has("first")) return { ...base, profiles: [] };
  if (search.has("choose")) return base;
  if (search.has("unlock")) return { ...base, profiles: profiles.slice(0, 1) };
  const code = search.get("problem") as Code | null;
  if (code) return { ...base, problem: { code, message: "The database could not be opened.", hint: null, field: null } };
  return { ...base, opened: view(search) };
}

const recoveryCode = ["K7QF", "2MHX", "9TRB", "W4ND", "C8VP", "J3YA", "6EZS", "1GKU"];

const commands: Commands = {
  start: (_, search) => start(search),
  session: (_, search) => view(search),
  unlock: ({ passphrase }: { passphrase: string }, search) => {
    if (passphrase === "wrong") throw { code: "wrong-secret", message: "That passphrase does not open this profile.", field: "passphrase" };
    return view(search);
  },
  unlock_with_recovery: (_, search) => view(search),
  lock: () => null,
  create_profile: () => ({ id: "p1", recoveryCode }),
  confirm_recovery: ({ positions, groups }: { positions: number[]; groups: string[] }) =>
    positions.every((position, at) => recoveryCode[position] === groups[at]?.toUpperCase()),
  print_recovery: () => null,
  change_passphrase: () => null,
  renew_recovery: () => recoveryCode,
  set_remembered: () => null,
  create_demo: (_, search) => view(search),
  remove_demo: () => null,
  settings: () => settings,
  set_settings: (args: { settings: object }) => void Object.assign(settings, args.settings),
  paint_ready: () => null,
  activity: () => null,
  open_window: () => null,
  set_presenting: () => null,
};

export default commands;
