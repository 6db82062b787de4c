import { describe, expect, it } from "vitest";
import { Long } from "./long.svelte";

describe("a long piece of work", () => {
  it("shows bytes in megabytes, operations as they are, and nothing when it has ended", async () => {
    const long = new Long();
    expect(long.shown).toBeNull();
    let end = () => {};
    const work = long.run(() => new Promise<void>((resolve) => (end = resolve)));

    expect(long.shown).toEqual({ label: "Beginning" });
    long.hear({ stage: "unpacking", done: 120_400_000, total: 346_000_000 });
    expect(long.shown).toEqual({ label: "Reading the backup, in MB", done: 120, of: 346 });
    long.hear({ stage: "log", done: 20_000, total: 61_204 });
    expect(long.shown).toEqual({ label: "Checking each operation", done: 20_000, of: 61_204 });
    long.hear({ stage: "pages", done: 0, total: 0 });
    expect(long.shown).toEqual({ label: "Checking the pages of the database" });
    expect(long.isOpening).toBe(false);
    long.hear({ stage: "opening", done: 0, total: 0 });
    expect(long.isOpening).toBe(true);
    end();
    await work;

    expect(long.shown).toBeNull();
    long.hear({ stage: "log", done: 1, total: 2 });
    expect(long.shown).toBeNull();
  });

  it("ends also when the work fails", async () => {
    const long = new Long();
    await expect(long.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(long.shown).toBeNull();
  });
});
