import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "./pace.svelte";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

/** A lesson's clock that runs with the page's own, ahead of it by some milliseconds. */
const clock = { aheadMs: 0, elapsedAt: (moment: number) => moment + clock.aheadMs };

function run(seconds: number, elapsedMs: number) {
  const prompts: number[] = [];
  clock.aheadMs = elapsedMs - performance.now();
  const pace = new Pace(clock, seconds, (at) => prompts.push(clock.elapsedAt(at)));
  const stop = pace.run();
  return { pace, prompts, stop };
}

test("every_prompt_comes_within_200_ms_of_its_interval", () => {
  for (const [seconds, elapsed] of [[60, 0], [5, 1_234.5], [300, 299_999.4], [7, 3]] as const) {
    const { prompts, stop } = run(seconds, elapsed);
    vi.advanceTimersByTime(seconds * 10_000);
    stop();
    expect(prompts.length).toBeGreaterThanOrEqual(9);
    for (const at of prompts) expect(at % (seconds * 1000)).toBeLessThanOrEqual(200);
  }
});

test("a_prompt_is_seen_for_a_moment_and_the_rest_counts_down", () => {
  const { pace, stop } = run(60, 0);
  expect([pace.number, pace.left, pace.isPrompting]).toEqual([1, 60, false]);

  vi.advanceTimersByTime(59_000);
  expect([pace.number, pace.left, pace.isPrompting]).toEqual([1, 1, false]);
  vi.advanceTimersByTime(1_010);
  expect([pace.number, pace.left, pace.isPrompting]).toEqual([2, 60, true]);
  vi.advanceTimersByTime(1_300);
  expect([pace.number, pace.isPrompting]).toEqual([2, false]);
  stop();
});

test("when_rust_puts_the_clock_right_the_interval_follows_within_a_quarter_of_a_second", () => {
  const { pace, prompts, stop } = run(60, 10_000);
  vi.advanceTimersByTime(1_000);

  // Four minutes with the lid closed.
  clock.aheadMs += 240_000;
  vi.advanceTimersByTime(250);

  expect(pace.number).toBe(5);
  expect(prompts).toHaveLength(1);
  stop();
});
