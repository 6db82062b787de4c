/**
 * The only file that knows Tauri. Everything the screens ask of the Rust side goes through `invoke`, by the commands of
 * the generated bindings.ts, and everything it tells them comes through `on`.
 */
import { invoke as ask } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWindow } from "@tauri-apps/api/window";
import type { Announcement } from "../bindings";
import { Problem } from "./problem";

export type { LongStep } from "../bindings";

/** What Rust announces by itself, by its name. */
export type Announcements = { [Each in Announcement as Each["name"]]: Exclude<Each["heard"], undefined> };

/** Some announcements are for one window only, or for all but one. */
function isForUs(payload: unknown): boolean {
  const { only, except } = (payload ?? {}) as { only?: string; except?: string };
  const own = getCurrentWindow().label;
  return (only === undefined || only === own) && except !== own;
}

/** How calls travel. Tests and the browser-only mock put another one in place. */
export interface Transport {
  invoke(command: string, args: Record<string, unknown>): Promise<unknown>;
  /** Hears an announcement until the page ends. */
  listen(event: string, heard: (payload: unknown) => void): Promise<unknown>;
  setTitle(title: string): Promise<void>;
  close(): Promise<void>;
}

let transport: Transport = {
  invoke: (command, args) => ask(command, args),
  listen: (event, heard) => listen(event, ({ payload }) => isForUs(payload) && heard(payload)),
  setTitle: async (title) => getCurrentWindow().setTitle(title),
  close: async () => getCurrentWindow().close(),
};

export function useTransport(other: Transport): void {
  transport = other;
  hearers.clear();
}

/** Who hears what Rust announces. The window is asked for each announcement once, not by every screen that comes and goes. */
const hearers = new Map<keyof Announcements, Set<{ hear: (payload: unknown) => void }>>();

let refused: (problem: Problem) => void = () => undefined;

/** Hears every refusal besides the one who asked: a locked profile concerns the whole app. */
export function whenRefused(heard: (problem: Problem) => void): void {
  refused = heard;
}

/** Runs a Rust command. Throws a `Problem` when it is refused. */
export async function invoke<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  try {
    return (await transport.invoke(command, args)) as T;
  } catch (thrown) {
    const problem = Problem.from(thrown);
    refused(problem);
    throw problem;
  }
}

/** Listens to an announcement; returns how to stop listening. */
export function on<Name extends keyof Announcements>(
  name: Name,
  heard: (payload: Announcements[Name]) => void,
): () => void {
  const one = { hear: (payload: unknown) => heard(payload as Announcements[Name]) };
  const all = hearers.get(name) ?? begin(name);
  all.add(one);
  return () => void all.delete(one);
}

function begin(name: keyof Announcements): Set<{ hear: (payload: unknown) => void }> {
  const all = new Set<{ hear: (payload: unknown) => void }>();
  hearers.set(name, all);
  // Who begins to hear while it is told is not told this time.
  void transport.listen(name, (payload) => [...all].forEach(({ hear }) => hear(payload)));
  return all;
}

/** Names the screen in the window's title bar, never a person. */
export function setWindowTitle(title: string): void {
  document.title = title;
  // The title in the task bar is a courtesy: when the window refuses, the document still has it.
  transport.setTitle(title).catch(() => undefined);
}

export function closeWindow(): Promise<void> {
  return transport.close();
}

/** Opens the web view's own print dialog: no browser, no readable temporary file. */
export function printPage(): void {
  window.print();
}
