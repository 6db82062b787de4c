import { expect, test } from "vitest";
import { twoOf } from "./recovery";

test("the_two_positions_differ_stand_in_order_and_reach_every_group", () => {
  const chances = [0, 0.13, 0.38, 0.5, 0.63, 0.88, 0.999];
  const pairs = chances.flatMap((one) => chances.map((other) => draw(one, other)));

  expect(pairs.every(([one, other]) => one < other && one >= 0 && other < 8)).toBe(true);
  expect(new Set(pairs.flat()).size).toBe(8);
});

function draw(...chances: number[]): [number, number] {
  return twoOf(8, () => chances.shift() ?? 0);
}
