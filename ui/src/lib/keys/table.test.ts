import { expect, test } from "vitest";
import { canActTogether, sharedKey } from "./conflicts";
import { actions, type KeyAction } from "./table";

test("an_action_has_its_id_once", () => {
  const ids = actions.map((action) => action.id);

  expect(new Set(ids).size).toBe(ids.length);
});

test("no_two_actions_that_can_act_together_share_a_key", () => {
  expect(conflicts(actions)).toEqual([]);
});

test("the_search_for_conflicts_finds_a_shared_key_and_a_key_that_begins_a_pair", () => {
  const pair: KeyAction = { id: "pair", scope: "outside-text", keys: ["G W"] };
  const prefix: KeyAction = { id: "prefix", scope: "week", keys: ["G"] };
  const same: KeyAction = { id: "same", scope: "anywhere", keys: ["G"] };

  expect(conflicts([pair, prefix])).toEqual(["pair and prefix share G"]);
  expect(conflicts([prefix, same])).toEqual(["prefix and same share G"]);
});

test("the_actions_that_are_deliberately_gone_before_exist", () => {
  const ids = new Set<string>(actions.map((action) => action.id));
  const named = actions.flatMap((action) => action.over ?? []);

  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

function conflicts(table: readonly KeyAction[]): string[] {
  return table.flatMap((one, at) =>
    table.slice(at + 1).flatMap((other) => {
      const shared = canActTogether(one, other) ? sharedKey(one.keys, other.keys) : undefined;
      return shared ? [`${one.id} and ${other.id} share ${shared}`] : [];
    }),
  );
}
