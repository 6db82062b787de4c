import type { Commands } from "../mock";

const devices = [
  { id: "d1", system: "windows", since: "Mon 3 Aug", brought: "Fri 13 Nov", isThis: false },
  { id: "d2", system: "linux", since: "Wed 18 Nov", brought: "16:02", isThis: true },
];

const commands: Commands = {
  test_connection: () => [
    { step: "name", result: "works", found: "coachlight.riverbend.example: 192.0.2.7" },
    { step: "proxy", result: "works", found: "no proxy, coachlight.riverbend.example:443" },
    { step: "protection", result: "notBelieved", found: "invalid peer certificate: UnknownIssuer" },
    { step: "service", result: "notTried", found: "" },
    { step: "device", result: "notTried", found: "" },
  ],
  authorities: () => [{ id: 1, name: "riverbend-root.pem" }],
  add_authority: () => null,
  remove_authority: () => null,
  devices: () => devices,
  retire_device: ({ id }: { id: string }) => devices.filter((device) => device.id !== id),
  invite_computer: () => ({ address: "https://coachlight.riverbend.example", code: "K7QF2-MHX9T-RBW4N-DC8VP", until: "Thu 26 Nov" }),
  save_invitation: () => null,
  use_code: () => null,
};

export default commands;
