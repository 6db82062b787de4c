/** What was opened from the search lately. In memory only, and forgotten when the profile locks. */
import type { Hit } from "./api/search";

const KEPT = 6;

class Recent {
  hits = $state.raw<readonly Hit[]>([]);

  add(hit: Hit): void {
    const plain = { ...hit, ranges: [] };
    this.hits = [plain, ...this.hits.filter((other) => other.id !== hit.id)].slice(0, KEPT);
  }

  clear(): void {
    this.hits = [];
  }
}

export const recent = new Recent();
