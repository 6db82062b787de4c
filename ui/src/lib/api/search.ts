/** Search over everything a person may see. Matching, and where the words stand, come from Rust. */
import { call } from "./ipc";

export type HitKind = "people" | "observations" | "lines" | "wonderings" | "visits";

/** Where a hit leads: a screen of the router, and what to open or show there. */
export interface Target {
  name: string;
  id: string | null;
  line: string | null;
}

export interface Hit {
  id: string;
  kind: HitKind;
  title: string;
  detail: string;
  /** The matched words in `title`, as [start, length] in UTF-16 units. */
  ranges: [number, number][];
  route: Target;
}

export interface HitGroup {
  kind: HitKind;
  hits: Hit[];
}

export const search = (query: string) => call<{ groups: HitGroup[] }>("search", { query });
