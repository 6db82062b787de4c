/** What was opened from the search lately. In memory only, and forgotten when the profile locks. */
import type { Hit, HitKind } from "./api/search";

/** A hit with the kind of its group, which says where it leads. */
export type Opened = Hit & { kind: HitKind };

const KEPT = 6;

class Recent {
  hits = $state.raw<readonly Opened[]>([]);

  add(hit: Opened): void {
    const plain = { ...hit, ranges: [] as Hit["ranges"] };
    this.hits = [plain, ...this.hits.filter((other) => other.id !== hit.id)].slice(0, KEPT);
  }

  clear(): void {
    this.hits = [];
  }
}

export const recent = new Recent();
