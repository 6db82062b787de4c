/**
 * A stand-in for the Rust side, for looking at screens in a plain browser (`npm run dev`, then
 * /?mock=1). Every file in mock/ exports commands by name; `?mock=1&first` and the like choose a start.
 */
import type { Transport } from "../lib/api/ipc";

export type Commands = Record<string, (args: never, search: URLSearchParams) => unknown>;

const parts = import.meta.glob<{ default: Commands }>("./mock/*.ts", { eager: true });
const commands: Commands = Object.assign({}, ...Object.values(parts).map((part) => part.default));
const listeners = new Map<string, Set<(payload: unknown) => void>>();

/** Announces something as Rust would. Also on `window.say`, for trying things by hand. */
export function say(event: string, payload: unknown): void {
  for (const heard of listeners.get(event) ?? []) heard(payload);
}

export function mock(search: URLSearchParams): Transport {
  Object.assign(window, { say });
  return {
    async invoke(command, args) {
      const run = commands[command];
      if (!run) throw { code: "internal", message: `The mock has no command ${command}.` };
      return structuredClone(await run(args as never, search));
    },
    async listen(event, heard) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(heard));
      return () => set.delete(heard);
    },
    setTitle: async () => undefined,
    close: async () => undefined,
  };
}
