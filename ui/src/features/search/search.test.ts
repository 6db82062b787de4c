import { beforeEach, expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { recent } from "$lib/recent.svelte";
import { router } from "$lib/router/router.svelte";
import { Search } from "./search.svelte";

const okafor = {
  id: "p1", title: "Adaeze Okafor", detail: "Grade 4", ranges: [[7, 3]], observation: null, person: "p1", date: null,
};

beforeEach(() => {
  recent.clear();
  router.reset();
});

test("before_anything_is_typed_places_are_offered", () => {
  const [recently, places] = new Search().groups;

  expect(recently?.options).toEqual([]);
  expect(places?.options.map((option) => option.title)).toContain("This week");
});

test("words_typed_while_rust_answers_are_asked_once_in_their_last_form", async () => {
  let answerFirst: (value: unknown) => void = () => undefined;
  const first = new Promise((resolve) => (answerFirst = resolve));
  const last = { groups: [{ kind: "person", hits: [okafor] }] };
  const { asked } = fakeRust({ search: ({ query }) => (query === "o" ? first : last) });
  const search = new Search();

  search.query = "o";
  const asking = search.ask();
  search.query = "ok";
  void search.ask();
  search.query = "oka";
  void search.ask();
  answerFirst({ groups: [] });
  await asking;

  expect(asked.map(({ args }) => args.query)).toEqual(["o", "oka"]);
  expect(search.groups[0]?.options[0]?.title).toBe("Adaeze Okafor");
});

test("opening_a_hit_goes_there_and_remembers_it_without_its_marks", async () => {
  fakeRust({ search: () => ({ groups: [{ kind: "person", hits: [okafor] }] }) });
  const search = new Search();
  search.query = "oka";
  await search.ask();

  search.groups[0]?.options[0]?.open();

  expect(router.route).toMatchObject({ name: "person", params: { id: "p1" } });
  expect(recent.hits).toEqual([{ ...okafor, kind: "person", ranges: [] }]);
});

test("a_line_opens_its_observation_at_that_line", async () => {
  const line = { ...okafor, id: "l9", observation: "o4", person: null };
  fakeRust({ search: () => ({ groups: [{ kind: "line", hits: [line] }] }) });
  const search = new Search();
  search.query = "say";
  await search.ask();

  search.groups[0]?.options[0]?.open();

  expect(router.route).toEqual({ name: "observation", params: { id: "o4", line: "l9" } });
});

test("a_place_is_found_by_the_beginning_of_any_of_its_words", () => {
  const search = new Search();
  search.query = "rem";

  const found = search.groups.flatMap((group) => group.options.map((option) => option.title));

  expect(found).toEqual(["Recently removed"]);
});
