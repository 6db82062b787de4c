import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ReviewNote } from "$lib/api/coach-notes";
import { keys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { fakeRust } from "../../dev/fake-rust";
import Reviews from "./Reviews.svelte";

const note = (id: string, name: string, more: Partial<ReviewNote> = {}): ReviewNote => ({
  id, coach: { id: `c${id}`, name }, range: "16–20 November", came: "Thu 19 Nov, 4:02 pm", tried: "I waited.", willTry: "", question: "",
  facts: [], isRead: false, isDone: false, reasons: ["firstYear"], lastHeard: "Thu 19 Nov, 4:02 pm", standing: "new", remarks: [], ...more,
});
const rust = (...notes: ReviewNote[]) =>
  fakeRust({ reviews: () => ({ isSupervisor: true, asOf: "16:02", notes }), mark_note_read: () => null, set_presenting: () => null, say_of_note: () => "r1" });

beforeEach(() => window.addEventListener("keydown", keys.dispatch));
afterEach(() => {
  window.removeEventListener("keydown", keys.dispatch);
  presenting.isOn = false;
});

async function begin() {
  await userEvent.click(await screen.findByRole("button", { name: /Return with a question/ }));
  return screen.findByLabelText<HTMLTextAreaElement>("Your question");
}

test("what is half written is there again after presenting", async () => {
  rust(note("n1", "Dana Whitfield"));
  render(Reviews);
  await userEvent.type(await begin(), "What did you hear");

  presenting.isOn = true;
  await waitFor(() => expect(screen.queryByLabelText("Your question")).toBeNull());
  expect(document.body.textContent).not.toContain("Dana Whitfield");
  presenting.isOn = false;

  expect((await screen.findByLabelText<HTMLTextAreaElement>("Your question")).value).toBe("What did you hear");
});

test("what is half written of one note is there again after another one was read", async () => {
  rust(note("n1", "Dana Whitfield"), note("n2", "Jun Watanabe"));
  render(Reviews);
  await userEvent.type(await begin(), "What did you hear");

  await userEvent.click(screen.getByRole("button", { name: /Jun Watanabe/ }));
  await waitFor(() => expect(screen.queryByLabelText("Your question")).toBeNull());
  await userEvent.click(screen.getByRole("button", { name: /Dana Whitfield/ }));

  expect((await begin()).value).toBe("What did you hear");
});

test("each note says why it is here, the rest can be read, and nothing is called missing", async () => {
  rust(note("n1", "Dana Whitfield", { reasons: ["firstYear", "noEvidence"] }), note("n2", "Jun Watanabe", { reasons: [] }));
  render(Reviews);

  expect(await screen.findByText("Why it is here: first year as a coach, evidence lines 0.", { exact: false })).toBeTruthy();
  expect(screen.getByText("The service last heard from the computer of Dana Whitfield Thu 19 Nov, 4:02 pm.", { exact: false })).toBeTruthy();
  expect(screen.getByText("The rest: read it if you like")).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/missing|overdue|late/i);
});
