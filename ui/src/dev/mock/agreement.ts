import type { AgreementView } from "../../lib/api/agreements";
import type { SeenByView } from "../../lib/api/who";
import type { Commands } from "../mock";

const seen: SeenByView = { isMine: true, author: "", isPrivate: false, audiences: [], isWidened: false };

const empty: AgreementView = {
  coach: { id: "me", name: "Dana Whitfield" }, teacher: { id: "t1", name: "Adaeze Okafor" }, mine: "coach", canPropose: true, versions: [],
  offers: [{ code: "evidence", audience: "pair", choices: ["pair", "supervisors"] }], text: "", telling: "alone", today: "2026-11-19", consent: null,
};

const waiting: AgreementView = {
  ...empty,
  versions: [{
    id: "a1", number: 1, made: "2026-11-19", standing: "proposed", text: "", textBefore: null, isWider: false, digest: "d", waitsFor: ["teacher"],
    items: [{ code: "no_rating", audience: "promise", text: "Nothing here is used to rate me.", before: null }],
    said: [{ party: "coach", name: "Dana Whitfield", said: "accepted", way: "own_device", date: "2026-11-19" }],
  }],
};

const commands: Commands = {
  who_can_see: () => seen,
  sharing_agreement: (_, search) => (search.has("none") ? empty : search.has("consent") ? { ...waiting, consent: "2026-10-02" } : waiting),
};

export default commands;
