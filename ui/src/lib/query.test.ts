import { expect, test, vi } from "vitest";
import { Problem } from "./api/problem";
import { Query } from "./query.svelte";

test("an_answer_that_was_overtaken_is_dropped", async () => {
  const slow = deferred();
  const quick = deferred();
  const load = vi.fn().mockReturnValueOnce(slow.promise).mockReturnValueOnce(quick.promise);
  const query = new Query<string>(load);

  const first = query.reload();
  const second = query.reload();
  quick.resolve("new");
  await second;
  slow.resolve("old");
  await first;

  expect(query.data).toBe("new");
});

test("the_last_data_stays_beside_a_problem_until_new_data_comes", async () => {
  const refusal = { code: "disk", message: "The disk is full." };
  const load = vi.fn().mockResolvedValueOnce("a").mockRejectedValueOnce(refusal).mockResolvedValueOnce("b");
  const query = new Query<string>(load);

  await query.reload();
  await query.reload();
  expect([query.data, query.problem]).toEqual(["a", new Problem({ code: "disk", message: "The disk is full." })]);

  await query.reload();
  expect([query.data, query.problem]).toEqual(["b", undefined]);
});

function deferred() {
  let resolve: (value: string) => void = () => undefined;
  const promise = new Promise<string>((settle) => (resolve = settle));
  return { promise, resolve };
}
