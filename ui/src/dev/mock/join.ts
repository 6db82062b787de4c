import type { Commands } from "../mock";

const recoveryCode = ["K7QF", "2MHX", "9TRB", "W4ND", "C8VP", "J3YA", "6EZS", "1GKU"];
const unreachable = {
  code: "link",
  message: "The service could not be reached. Nothing was changed.",
  hint: "Everything you write stays saved on this computer. Try again when there is a network.",
  field: null,
};

const commands: Commands = {
  read_invitation: () => ({ address: "https://coachlight.riverbend.example", code: "K7QF2-MHX9T-RBW4N-DC8VP" }),
  join_organisation: (_, search) => ({ recoveryCode, waits: search.has("offline") ? unreachable : null }),
  join_again: () => {
    throw unreachable;
  },
  leave_joining: () => null,
};

export default commands;
