import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { focusHeading, router } from "$lib/router/router.svelte";
import { enterList } from "$lib/regions";
import Settings from "./Settings.svelte";

function open(props: { section?: "keys" }) {
  fakeRust({});
  document.body.replaceChildren(document.createElement("main"));
  render(Settings, { target: document.querySelector("main")!, props });
  focusHeading();
}

test("the_arrows_move_through_the_sections_and_enter_opens_one", async () => {
  open({});
  expect(document.activeElement?.textContent).toBe("Settings");

  enterList();
  await userEvent.keyboard("{ArrowDown}{Enter}");

  expect(router.route).toEqual({ name: "settings", params: { section: "keys" } });
});

test("a_section_that_was_asked_for_begins_at_its_own_heading", () => {
  open({ section: "keys" });

  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Keys" }));
});
