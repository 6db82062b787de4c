/** What the search shows for what was typed: places of the app, recent openings, and hits from Rust. */
import type { Option, OptionGroup } from "$components/picker.svelte";
import { Problem } from "$lib/api/problem";
import { search, type HitGroup } from "$lib/api/search";
import { keys } from "$lib/keys/keys.svelte";
import { recent, type Opened } from "$lib/recent.svelte";
import { router } from "$lib/router/router.svelte";
import type { RouteName, SettingsSection } from "$lib/router/routes";
import { text } from "$lib/text/en";

/** An option of the list, and what opening it does. */
export interface Found extends Option {
  open: () => void;
}

const places: readonly RouteName[] = ["week", "note", "reviews", "observe", "steps", "coachingCycles", "people", "roster", "sync", "settings"];

export class Search {
  query = $state("");
  problem = $state.raw<Problem | null>(null);
  /** Whether Rust has answered for what is typed now. */
  isAnswered = $state(true);
  #hits = $state.raw<readonly HitGroup[]>([]);
  #isAsking = false;

  readonly groups = $derived.by((): OptionGroup<Found>[] => {
    const goTo = { id: "go", label: text.search.goTo, options: matchingPlaces(this.query) };
    if (this.query.trim() === "") {
      return [{ id: "recent", label: text.search.recent, options: recent.hits.map(option) }, goTo];
    }
    const hits = this.#hits.map((group) => ({
      id: group.kind,
      label: text.search.groups[group.kind],
      options: group.hits.map((hit) => option({ ...hit, kind: group.kind })),
    }));
    return [...hits, goTo];
  });

  readonly count = $derived(this.groups.reduce((sum, group) => sum + group.options.length, 0));

  /** Asks Rust about the newest words. One question at a time: what was overtaken is never asked. */
  ask = async (): Promise<void> => {
    this.isAnswered = false;
    if (this.#isAsking) return;
    this.#isAsking = true;
    let asked: string;
    do {
      asked = this.query;
      await this.#askAbout(asked);
    } while (asked !== this.query);
    this.#isAsking = false;
    this.isAnswered = true;
  };

  async #askAbout(query: string): Promise<void> {
    try {
      this.#hits = query.trim() === "" ? [] : (await search(query)).groups;
      this.problem = null;
    } catch (thrown) {
      this.problem = Problem.from(thrown);
    }
  }
}

function option(hit: Opened): Found {
  const open = () => {
    recent.add(hit);
    goTo(hit);
  };
  return { id: hit.id, title: hit.title, detail: hit.detail, ranges: hit.ranges, open };
}

/** A line opens its observation at that line; what belongs to no observation opens its person, or its week. */
function goTo({ id, kind, observation, person, date }: Opened): void {
  if (kind === "coachNote") return person === null ? router.go("note", date ? { week: date } : {}) : router.go("reviews");
  if (kind === "coachingCycle") return router.go("coachingCycle", { id });
  const isLine = kind === "line" || kind === "wondering";
  if (observation !== null) router.go("observation", { id: observation, ...(isLine ? { line: id } : {}) });
  else if (kind === "step") router.go("steps", { id });
  else if (person !== null) router.go("person", { id: person });
  else router.go("week", date ? { date } : {});
}

function matchingPlaces(query: string): Found[] {
  const window = { id: "go-window", title: text.keys.actions.window, open: () => keys.run("window") };
  const screens = places.map((name) => ({ id: `go-${name}`, title: text.titles[name], open: () => router.go(name) }));
  const sections = Object.entries(text.settings.sections).map(([section, title]) => ({
    id: `go-settings-${section}`,
    title,
    detail: text.titles.settings,
    open: () => router.go("settings", { section: section as SettingsSection }),
  }));
  const wanted = plain(query.trim());
  if (wanted === "") return screens;
  return [...screens, ...sections, window].filter(({ title }) => plain(title).split(" ").some((word) => word.startsWith(wanted)) || plain(title).startsWith(wanted));
}

/** Without case and accents. */
function plain(words: string): string {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
