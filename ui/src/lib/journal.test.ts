import { beforeEach, expect, test } from "vitest";
import type { Saved } from "$lib/api/observations";
import { Problem } from "$lib/api/problem";
import { Journal, type Desk, type FieldState } from "./journal";

/** A disk that answers when the test says so, and a clock that moves when the test says so. */
class FakeDesk implements Desk {
  writes: { typed: string; number: number; answer: (saved: Partial<Saved>) => void; refuse: (thrown: object) => void }[] = [];
  told: string[] = [];
  time = 0;
  #timers: { at: number; run: () => void }[] = [];

  save(state: FieldState, number: number): Promise<Saved> {
    return new Promise((resolve, reject) => {
      this.writes.push({
        typed: state.typed,
        number,
        answer: (saved) => resolve({ written: true, saved: "9:00:00", ...saved }),
        refuse: reject,
      });
    });
  }
  saved = (at: string) => void this.told.push(`saved ${at}`);
  failed = (problem: Problem) => void this.told.push(`failed ${problem.code}`);
  now = () => this.time;
  later(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }
  /** Lets time pass, and the timers that are due. */
  pass(ms: number): void {
    this.time += ms;
    const due = this.#timers.filter(({ at }) => at <= this.time);
    this.#timers = this.#timers.filter(({ at }) => at > this.time);
    due.forEach(({ run }) => run());
  }
  get typed(): string[] {
    return this.writes.map(({ typed }) => typed);
  }
  async answer(at: number, saved: Partial<Saved> = {}): Promise<void> {
    this.writes[at]?.answer(saved);
    await settle();
  }
  async refuse(at: number): Promise<void> {
    this.writes[at]?.refuse({ code: "disk", message: "The disk is full." });
    await settle();
  }
}

let desk: FakeDesk;
let journal: Journal;
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const type = (typed: string) => journal.note({ typed, speaker: "", caret: typed.length, firstKey: 0 });

beforeEach(() => {
  desk = new FakeDesk();
  journal = new Journal(desk, 7);
});

test("the_first_key_is_written_at_once", () => {
  type("T");

  expect(desk.typed).toEqual(["T"]);
});

test("keys_typed_during_a_write_go_together_when_it_returns", async () => {
  type("a");
  type("ab");
  type("abc");
  expect(desk.typed).toEqual(["a"]);

  await desk.answer(0);

  expect(desk.typed).toEqual(["a", "abc"]);
});

test("a_key_waits_for_a_slow_write_150_milliseconds_at_most", () => {
  type("a");
  desk.pass(40);
  type("ab");
  desk.pass(149);
  type("abc");
  expect(desk.typed).toEqual(["a"]);

  desk.pass(1);

  expect(desk.typed).toEqual(["a", "abc"]);
});

test("the_wait_ends_on_an_input_event_too_where_timers_are_held_back", () => {
  type("a");
  type("ab");
  desk.time += 200;

  type("abc");

  expect(desk.typed).toEqual(["a", "abc"]);
});

test("numbers_rise_from_the_last_one_known", async () => {
  type("a");
  type("ab");
  await desk.answer(0);
  type("abc");
  desk.pass(150);

  expect(desk.writes.map(({ number }) => number)).toEqual([8, 9, 10]);
});

test("a_disk_that_hangs_gets_only_a_few_writes_and_the_newest_words_when_it_moves_again", async () => {
  for (let key = 1; key <= 60; key++) {
    type("x".repeat(key));
    desk.pass(100);
  }
  expect(desk.writes).toHaveLength(4);

  await desk.answer(0);

  expect(desk.typed.at(-1)).toBe("x".repeat(60));
});

test("no_key_is_lost_when_writes_return_out_of_order", async () => {
  type("a");
  type("ab");
  desk.pass(150);
  await desk.answer(1);
  expect(journal.isClean).toBe(true);

  await desk.answer(0);

  expect(journal.isClean).toBe(true);
  expect(desk.typed).toEqual(["a", "ab"]);
});

test("saved_is_said_only_after_the_write_has_returned", async () => {
  type("a");
  await settle();
  expect(desk.told).toEqual([]);

  await desk.answer(0, { saved: "9:16:58" });

  expect(desk.told).toEqual(["saved 9:16:58"]);
});

test("a_failed_write_is_said_and_tried_again_without_a_key", async () => {
  type("a");
  await desk.refuse(0);
  expect(desk.told).toEqual(["failed disk"]);
  expect(journal.isClean).toBe(false);

  desk.pass(300);
  await desk.answer(1);

  expect(desk.typed).toEqual(["a", "a"]);
  expect(journal.isClean).toBe(true);
});

test("after_a_failure_the_next_key_tries_at_once_with_all_the_words", async () => {
  type("a");
  await desk.refuse(0);

  type("ab");

  expect(desk.typed).toEqual(["a", "ab"]);
});

test("a_key_typed_during_a_write_that_fails_tries_at_once", async () => {
  type("a");
  type("ab");
  await desk.refuse(0);

  expect(desk.typed).toEqual(["a", "ab"]);
});

test("tries_become_rarer_and_never_end", async () => {
  type("a");
  for (const wait of [300, 1_000, 3_000, 10_000, 10_000]) {
    await desk.refuse(desk.writes.length - 1);
    desk.pass(wait - 1);
    const before = desk.writes.length;
    desk.pass(1);
    expect(desk.writes).toHaveLength(before + 1);
  }
});

test("a_late_failure_of_words_that_newer_ones_replaced_says_nothing", async () => {
  type("a");
  type("ab");
  desk.pass(150);
  await desk.answer(1);

  await desk.refuse(0);

  expect(desk.told).toEqual(["saved 9:00:00"]);
  expect(journal.isClean).toBe(true);
});

test("a_flush_writes_at_once_and_ends_when_the_newest_words_are_on_the_disk", async () => {
  type("a");
  type("ab");
  let isDone = false;
  const flushed = journal.flush().then(() => (isDone = true));
  expect(desk.typed).toEqual(["a", "ab"]);
  await desk.answer(0);
  expect(isDone).toBe(false);

  await desk.answer(1);
  await flushed;

  expect(isDone).toBe(true);
});

test("a_flush_with_nothing_to_write_ends_at_once", async () => {
  await journal.flush();

  expect(desk.writes).toEqual([]);
});

test("a_flush_that_fails_throws_the_problem_and_the_words_stay", async () => {
  type("a");
  const flushed = journal.flush();

  await Promise.all([expect(flushed).rejects.toMatchObject({ code: "disk" }), desk.refuse(0)]);

  expect(journal.isClean).toBe(false);
});

test("an_act_waits_for_the_very_first_write_and_gets_a_higher_number", async () => {
  journal = new Journal(desk, 0);
  type("a");
  let given = 0;
  const held = journal.hold(async (number) => (given = number));
  await settle();
  expect(given).toBe(0);

  await desk.answer(0);
  await held;

  expect(given).toBe(2);
});

test("an_act_passes_a_write_of_a_field_that_the_disk_knows", async () => {
  type("a");
  let given = 0;

  await journal.hold(async (number) => (given = number));

  expect(given).toBe(9);
});

test("a_write_that_an_act_has_passed_says_nothing", async () => {
  type("a");
  journal.take();
  await journal.hold(async () => undefined);

  await desk.answer(0, { written: false });

  expect(desk.told).toEqual([]);
  expect(desk.writes).toHaveLength(1);
});

test("what_is_typed_during_an_act_is_written_after_it_with_a_higher_number", async () => {
  let release = () => {};
  const held = journal.hold(() => new Promise<void>((resolve) => (release = resolve)));
  await settle();
  type("next line");
  desk.pass(1_000);
  expect(desk.writes).toEqual([]);

  release();
  await held;

  expect(desk.writes.map(({ typed, number }) => [typed, number])).toEqual([["next line", 9]]);
});

test("words_that_were_handed_over_are_not_written_again", async () => {
  type("a");
  type("ab");
  journal.take();

  await desk.answer(0);
  desk.pass(1_000);

  expect(desk.typed).toEqual(["a"]);
  expect(journal.isClean).toBe(true);
});

test("numbers_that_the_disk_has_already_passed_are_leapt_over", async () => {
  type("a");
  await desk.answer(0, { written: false });

  expect(desk.writes[1]).toMatchObject({ typed: "a", number: 1_009 });
});

test("an_emptied_field_is_written_too", async () => {
  type("a");
  await desk.answer(0);
  type("");

  expect(desk.typed).toEqual(["a", ""]);
});

test("under_any_mix_of_answers_the_last_words_reach_the_disk", async () => {
  let seed = 42;
  const chance = () => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648), seed / 2_147_483_648);
  const open: number[] = [];
  for (let key = 1; key <= 400; key++) {
    const before = desk.writes.length;
    type("x".repeat(key));
    desk.pass(Math.floor(chance() * 120));
    for (let at = before; at < desk.writes.length; at++) open.push(at);
    while (open.length > 0 && chance() < 0.5) {
      const at = open.splice(Math.floor(chance() * open.length), 1)[0]!;
      const size = desk.writes.length;
      await (chance() < 0.3 ? desk.refuse(at) : desk.answer(at));
      for (let more = size; more < desk.writes.length; more++) open.push(more);
    }
  }
  for (let at = 0; at < desk.writes.length; at++) await desk.answer(at);
  desk.pass(20_000);
  for (let at = 0; at < desk.writes.length; at++) await desk.answer(at);

  const written = Math.max(...desk.writes.map(({ typed }) => typed.length));
  expect(written).toBe(400);
  expect(journal.isClean).toBe(true);
  const numbers = desk.writes.map(({ number }) => number);
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
});
