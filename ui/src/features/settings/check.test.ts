import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import Check from "./Check.svelte";

test("the_focus_goes_from_check_now_to_cancel_and_back_and_large_numbers_are_grouped", async () => {
  let end = () => {};
  const stopped = new Promise<null>((done) => (end = () => done(null)));
  const rust = fakeRust({ check_data: () => stopped, stop_checking: () => end() });
  render(Check);
  screen.getByRole("button", { name: "Check now" }).focus();

  await userEvent.keyboard("{Enter}");
  rust.say("check-progress", { stage: "log", done: 12_000, total: 1_204_300 });
  await waitFor(() => expect(document.activeElement?.textContent?.trim()).toBe("Cancel"));
  expect(screen.getByText("12,000 of 1,204,300")).toBeTruthy();

  await userEvent.keyboard("{Enter}");
  await waitFor(() => expect(document.activeElement?.textContent?.trim()).toBe("Check now"));
});
