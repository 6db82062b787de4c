import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import SummaryDialog from "./SummaryDialog.svelte";

const user = userEvent.setup();

function open(copied: (language: unknown) => unknown) {
  const printed: string[] = [];
  const rust = fakeRust({
    shared_names: () => [],
    copy_summary: ({ language }) => copied(language),
    print_summary: () => null,
    suggested_file: () => "/home/maya/lesson-summary-2026-11-19.pdf",
  });
  render(SummaryDialog, { id: "d1", isOwn: true, close: () => undefined, print: (words) => printed.push(words) });
  return { rust, printed };
}

const inBoth = (language: unknown) => ({ html: "<p></p>", plain: language === "spanish" ? "Su próximo paso" : "Your next step" });

test("what_is_looked_at_is_what_is_printed_in_the_language_that_was_chosen", async () => {
  const { rust, printed } = open(inBoth);
  await screen.findByText("Your next step");

  await user.click(screen.getByRole("radio", { name: "Español" }));
  await screen.findByText("Su próximo paso");
  await user.click(screen.getByRole("button", { name: "Save as PDF" }));
  await user.click(screen.getByRole("button", { name: "Print…" }));

  const saved = await waitFor(() => rust.asked.find((one) => one.command === "print_summary")!);
  expect(saved.args).toEqual({ id: "d1", language: "spanish", path: "/home/maya/lesson-summary-2026-11-19.pdf" });
  expect(printed).toEqual(["Su próximo paso"]);
});

test("a_debrief_that_is_not_shared_says_so_and_nothing_can_be_printed_or_copied", async () => {
  open(() => {
    throw { code: "changed", message: "This debrief is not shared with the teacher.", hint: "Share it first." };
  });

  await screen.findByText(/Share it first/);

  const buttons = ["Save as PDF", "Print…", "Copy for e-mail"].map((name) => screen.getByRole<HTMLButtonElement>("button", { name }).disabled);
  expect(buttons).toEqual([true, true, true]);
});
