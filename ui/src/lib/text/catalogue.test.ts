import { parse } from "svelte/compiler";
import { expect, test } from "vitest";
import { text } from "./en";
import { agreementText } from "./en/agreement";
import { conflictText } from "./en/conflict";
import { debriefText } from "./en/debrief";
import { endingText } from "./en/ending";
import { noteText } from "./en/coach-notes";
import { prepText } from "./en/lesson-preps";
import { sharedText } from "./en/shared";
import { stepText } from "./en/steps";
import { whoText } from "./en/who";

const sources = import.meta.glob<string>("../../**/*.svelte", { query: "?raw", import: "default", eager: true });

/** Attributes that are read out or shown. */
const spoken = ["aria-label", "title", "placeholder", "label", "hint", "alt", "message"];

test("no_component_holds_words_of_its_own", () => {
  const found = Object.entries(sources).flatMap(([file, source]) => literals(source).map((words) => `${file}: ${words}`));

  expect(Object.keys(sources).length).toBeGreaterThan(30);
  expect(found).toEqual([]);
});

test("the_search_for_words_in_components_finds_text_and_spoken_attributes", () => {
  expect(literals('<p>Save <b>{x}</b></p><input aria-label="Name" class="wide" />')).toEqual(["Save", "Name"]);
});

test("the_catalogue_has_none_of_the_replaced_words", () => {
  const bad = words([text, agreementText, conflictText, debriefText, noteText, stepText, whoText, endingText, prepText, sharedText]).filter(
    (one) => /(?<!coach )\bnotes?\b/i.test(one) || /(?<!(content|coaching) )\bcycles?\b/i.test(one),
  );

  expect(bad).toEqual([]);
});

/** Every string of the catalogue; of a function, what it is written as. */
function words(part: unknown): string[] {
  if (typeof part === "string") return [part];
  if (typeof part === "function") return [...part.toString().matchAll(/["'`]([^"'`]*)["'`]/g)].map(([, said]) => said ?? "");
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(words) : [];
}

interface Node {
  type: string;
  name?: string;
  data?: string;
  value?: unknown;
}

function literals(source: string): string[] {
  const found: string[] = [];
  const keep = (data = "") => /\p{L}{2}/u.test(data) && found.push(data.trim());
  const visit = (part: unknown, isSpoken: boolean): void => {
    if (Array.isArray(part)) return part.forEach((one) => visit(one, isSpoken));
    if (typeof part !== "object" || part === null) return;
    const node = part as Node;
    if (node.type === "Comment") return;
    if (node.type === "Attribute") return visit(node.value, spoken.includes(node.name ?? ""));
    if (node.type === "Text") return void (isSpoken && keep(node.data));
    for (const value of Object.values(node)) visit(value, true);
  };
  visit(parse(source, { modern: true }).fragment, true);
  return found;
}
