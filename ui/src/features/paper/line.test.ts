import { beforeEach, expect, it, vi } from "vitest";

const api = vi.hoisted(() => ({ saveEnteredLine: vi.fn(), enterLine: vi.fn() }));
vi.mock("$lib/api/paper", () => api);

import { PaperLine } from "./line.svelte";

beforeEach(() => {
  api.saveEnteredLine.mockReset().mockResolvedValue({ written: true, saved: "9:00:00" });
  api.enterLine.mockReset().mockResolvedValue(null);
});

const last = () => api.saveEnteredLine.mock.lastCall?.[0] as { time: string; typed: string; number: number };

it("writes the first key at once, with the time beside it", async () => {
  const line = new PaperLine("lesson", undefined);

  line.input({ time: "10:0" });
  line.input({ typed: "t W" });
  await line.settle();

  expect(api.saveEnteredLine.mock.calls[0]![0]).toMatchObject({ observation: "lesson", time: "10:0", typed: "", number: 1 });
  expect(last()).toMatchObject({ time: "10:0", typed: "t W" });
});

it("goes on with what was left, by higher numbers", async () => {
  const left = { line: null, typed: "t What do", typedTime: "10:05", speaker: "", tags: [], caret: 0, number: 7, time: "10:00:00" };
  const line = new PaperLine("lesson", left);
  expect([line.time, line.typed]).toEqual(["10:05", "t What do"]);

  line.input({ typed: "t What do you" });
  await line.settle();

  expect(last()).toMatchObject({ time: "10:05", typed: "t What do you", number: 8 });
});

it("empties the fields when the line is kept, and leaves what was typed meanwhile to the next one", async () => {
  const line = new PaperLine("lesson", undefined);
  line.input({ time: "10:05", typed: "t One" });
  await line.settle();
  api.enterLine.mockImplementation(async () => line.input({ typed: "t Ones Two" }));

  await line.keep();
  await line.settle();

  expect(api.enterLine.mock.calls[0]![0]).toMatchObject({ time: "10:05", typed: "t One" });
  expect([line.time, line.typed]).toEqual(["", "s Two"]);
  expect(last()).toMatchObject({ time: "", typed: "s Two" });
  expect(last().number).toBeGreaterThan((api.enterLine.mock.calls[0]![0] as { number: number }).number);
});

it("keeps what was refused in the fields and on the disk", async () => {
  const line = new PaperLine("lesson", undefined);
  api.enterLine.mockRejectedValue({ code: "invalid", message: "This is no time.", hint: null, field: "time" });
  line.input({ time: "later", typed: "t One" });

  await expect(line.keep()).rejects.toMatchObject({ field: "time" });

  expect([line.time, line.typed]).toEqual(["later", "t One"]);
  expect(last()).toMatchObject({ time: "later", typed: "t One" });
});
