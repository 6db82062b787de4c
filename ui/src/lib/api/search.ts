/** Search over everything a person may see. Matching, and where the words stand, come from Rust. */
import { call } from "./ipc";

export type HitKind = "person" | "observation" | "visit" | "line" | "wondering" | "step";

export interface Hit {
  id: string;
  title: string;
  /** Where it stands: whose observation, which day. */
  detail: string;
  /** The matched words in `title`, as [start, length] in UTF-16 units. */
  ranges: [number, number][];
  /** The observation and the person that it belongs to, where there are such. */
  observation: string | null;
  person: string | null;
}

export interface HitGroup {
  kind: HitKind;
  hits: Hit[];
}

export const search = (query: string) => call<{ groups: HitGroup[] }>("search", { query });
