/**
 * The way of a roster file: chosen, read, looked at, imported, perhaps undone. Rust keeps what was
 * read under a token; nothing is stored before `run`.
 */
import {
  cancelPreview,
  importRoster,
  previewRoster,
  undoImport,
  type ColumnMapping,
  type Imported,
  type RoleAnswer,
  type RosterPreview,
  type TargetField,
} from "$lib/api/imports";
import { Problem } from "$lib/api/problem";

export type Phase = "choose" | "reading" | "preview" | "importing" | "done" | "undone";
/** What holds for those who are here and not in the file. */
export type Ending = "end" | "keep";
/** Why Import cannot be pressed. */
export type Hindrance = "stopped" | "nothing" | "unanswered";

/** In the place of a token: Rust stops the reading that is under way. */
const WHAT_IS_BEING_READ = "";

export class RosterImport {
  phase = $state<Phase>("choose");
  path = $state("");
  problem = $state.raw<Problem | null>(null);
  preview = $state.raw<RosterPreview | null>(null);
  imported = $state.raw<Imported | null>(null);
  /** Nothing until the person has chosen: no answer is suggested. */
  ending = $state<Ending | null>(null);
  progress = $state.raw<{ done: number; total: number } | null>(null);
  /** Whether the preview is being read again for another mapping. */
  isRereading = $state(false);
  #columns: readonly TargetField[] | null = null;
  #roles = new Map<string, string>();
  /** Rises with every reading, so that one that was cancelled or overtaken is dropped. */
  #turn = 0;

  readonly hindrance = $derived.by((): Hindrance | null => {
    const preview = this.preview;
    if (!preview) return "nothing";
    if (preview.problems.some((problem) => problem.severity === "stops")) return "stopped";
    if (!preview.canImport || !changesAnything(preview)) return "nothing";
    if (preview.ending.asks && this.ending === null) return "unanswered";
    return this.ending === "keep" && !addsAnything(preview) ? "nothing" : null;
  });

  /** Reads the file as it is, without an answer of an earlier one. */
  read = async (): Promise<void> => {
    this.#columns = null;
    this.#roles.clear();
    this.phase = "reading";
    const isRead = await this.#read();
    if (isRead !== null) this.phase = isRead ? "preview" : "choose";
  };

  /** Says what a column holds; what would change is counted again. */
  mapColumn = async (at: number, target: TargetField): Promise<void> => {
    const columns = this.#columns ?? this.preview?.mapping?.columns ?? [];
    this.#columns = columns.map((one, place) => (place === at ? target : one));
    await this.#reread();
  };

  /** Says what a word of the file means. An empty target leaves it as the file says. */
  mapRole = async (source: string, target: string): Promise<void> => {
    this.#roles.set(source, target);
    await this.#reread();
  };

  /** Leaves what is being read or was read. Nothing was stored, so nothing is undone. */
  cancel = (): void => {
    this.#turn++;
    if (this.phase === "reading" || this.isRereading) release(WHAT_IS_BEING_READ);
    this.#forget();
    this.phase = "choose";
    this.progress = null;
    this.isRereading = false;
  };

  run = async (): Promise<void> => {
    const preview = this.preview;
    if (!preview || this.hindrance !== null || this.isRereading) return;
    this.phase = "importing";
    this.problem = null;
    this.progress = null;
    try {
      this.imported = await importRoster(preview.token, this.ending === "end");
      this.preview = null;
      this.phase = "done";
    } catch (thrown) {
      this.problem = Problem.from(thrown);
      this.phase = "preview";
    }
  };

  undo = async (): Promise<void> => {
    if (!this.imported) return;
    this.problem = null;
    try {
      await undoImport(this.imported.id);
      this.phase = "undone";
    } catch (thrown) {
      this.problem = Problem.from(thrown);
    }
  };

  again = (): void => {
    this.imported = null;
    this.path = "";
    this.problem = null;
    this.phase = "choose";
  };

  async #reread(): Promise<void> {
    this.isRereading = true;
    await this.#read();
    this.isRereading = false;
  }

  /** Returns whether it was read; nothing when the reading was cancelled or overtaken. */
  async #read(): Promise<boolean | null> {
    const turn = ++this.#turn;
    this.problem = null;
    this.progress = null;
    try {
      const preview = await previewRoster(this.path.trim(), this.#mapping(), this.#answers());
      if (turn !== this.#turn) {
        release(preview.token);
        return null;
      }
      this.#forget();
      this.preview = preview;
      this.ending = null;
      return true;
    } catch (thrown) {
      if (turn !== this.#turn) return null;
      this.problem = Problem.from(thrown);
      return false;
    }
  }

  #mapping(): ColumnMapping | null {
    const headers = this.preview?.mapping?.headers;
    if (!headers || !this.#columns) return null;
    const columns = headers.map((header, at) => ({ header, target: this.#columns?.[at] ?? "ignore" }));
    return { columns, roleMapping: [], defaultRole: "teacher" };
  }

  #answers(): RoleAnswer[] {
    return [...this.#roles].filter(([, target]) => target !== "").map(([source, target]) => ({ source, target }));
  }

  #forget(): void {
    if (this.preview) release(this.preview.token);
    this.preview = null;
  }
}

function addsAnything({ counts }: RosterPreview): boolean {
  return counts.some((one) => one.added + one.changed > 0);
}

export function changesAnything({ counts }: RosterPreview): boolean {
  return counts.some((one) => one.added + one.changed + one.ended > 0);
}

/** Frees what Rust keeps of a reading. It is freed at the lock and the end too, so a refusal is nothing to act on. */
function release(token: string): void {
  cancelPreview(token).catch(() => undefined);
}
