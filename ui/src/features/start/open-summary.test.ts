import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import OpenSummary from "./OpenSummary.svelte";

const user = userEvent.setup();
const file = "/media/stick/lesson-summary-2026-11-23.coachlight-summary";

async function fill(word: string) {
  await user.type(screen.getByRole("textbox", { name: "File" }), file);
  await user.type(screen.getByRole("textbox", { name: "Code word" }), word);
  await user.keyboard("{Enter}");
}

test("its_words_are_read_and_its_page_is_saved_beside_it", async () => {
  const rust = fakeRust({
    open_sealed_summary: () => ({ language: "es", words: "Su próximo paso\n<b>Espere</b>" }),
    suggested_summary_page: () => "/media/stick/lesson-summary-2026-11-23.pdf",
    save_sealed_summary: () => null,
  });
  render(OpenSummary, { back: () => undefined });

  await fill("7K2M-Q9XT-4B3D");

  const words = await screen.findByText(/Su próximo paso/);
  expect([words.textContent, words.lang]).toEqual(["Su próximo paso\n<b>Espere</b>", "es"]);
  await user.click(screen.getByRole("button", { name: "Save as PDF" }));
  expect((await screen.findByRole("status")).textContent).toContain("lesson-summary-2026-11-23.pdf is saved");
  expect(rust.asked.find((one) => one.command === "save_sealed_summary")!.args).toEqual({
    path: file,
    codeWord: "7K2M-Q9XT-4B3D",
    pdf: "/media/stick/lesson-summary-2026-11-23.pdf",
  });

  await user.click(screen.getByRole("button", { name: "Open another one" }));
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Code word" }).value).toBe("");
  expect(screen.queryByText(/Su próximo paso/)).toBeNull();
});

test("a_wrong_code_word_is_said_at_its_field_and_what_was_typed_stays", async () => {
  fakeRust({
    open_sealed_summary: () => {
      throw { code: "invalid", field: "codeWord", message: "This code word does not open the file." };
    },
  });
  render(OpenSummary, { back: () => undefined });

  await fill("wrong");

  await screen.findByText("This code word does not open the file.");
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Code word" }).value).toBe("wrong");
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "File" }).value).toBe(file);
});
