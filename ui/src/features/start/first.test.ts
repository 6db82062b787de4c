import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import First from "./First.svelte";

const focused = () => document.activeElement?.querySelector(".title")?.textContent;

test("the_first_choice_has_the_focus_and_tab_and_the_arrows_reach_every_other", async () => {
  const open = vi.fn();
  render(First, { open });
  expect(focused()).toBe("Try with demo data");

  await userEvent.tab();
  expect(focused()).toBe("Start alone");
  await userEvent.tab();
  expect(focused()).toBe("Join an organisation");
  await userEvent.tab();
  expect(focused()).toBe("Open a backup");
  await userEvent.tab();
  expect(focused()).toBe("Open a sealed summary");
  await userEvent.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}{Enter}");

  expect(open.mock.calls).toEqual([["alone"]]);
  expect(screen.getByRole("heading", { name: "Coachlight" })).toBeTruthy();
});
