import { tick } from "svelte";
import { beforeEach, expect, test } from "vitest";
import { Router } from "./router.svelte";

let router: Router;

beforeEach(() => {
  router = new Router();
  document.body.innerHTML = '<main><h1>People</h1><div data-scroll="list"></div><button data-key="row-7"></button></main>';
});

test("going_to_a_place_puts_the_focus_on_its_heading", async () => {
  router.go("people");
  await tick();

  expect(document.activeElement?.tagName).toBe("H1");
});

test("going_back_restores_what_was_scrolled_and_focused", async () => {
  const list = document.querySelector<HTMLElement>("[data-scroll]")!;
  const row = document.querySelector<HTMLElement>("[data-key]")!;
  router.go("people");
  list.scrollTop = 340;
  row.focus();

  router.go("person", { id: "p7" });
  list.scrollTop = 0;
  router.back();
  await tick();

  expect(router.route).toEqual({ name: "people", params: {} });
  expect([list.scrollTop, document.activeElement]).toEqual([340, row]);
});

test("opening_the_place_that_is_open_adds_no_step_back", () => {
  router.go("people");
  router.go("people");
  router.back();

  expect(router.route.name).toBe("week");
  expect(router.canGoBack).toBe(false);
});

test("another_profile_starts_without_a_way_back_into_the_first", () => {
  router.go("person", { id: "p7" });
  router.reset();

  expect([router.route.name, router.canGoBack]).toEqual(["week", false]);
});

test("a_screen_that_begins_in_a_field_has_the_focus_there_and_tab_still_reaches_it", async () => {
  document.body.innerHTML = "<main><h1>Import a roster</h1><input data-begin></main>";

  router.go("roster");
  await tick();

  expect([document.activeElement?.tagName, document.querySelector("input")?.tabIndex]).toEqual(["INPUT", 0]);
});
