import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import Stick from "./Stick.svelte";

const suggested = "/media/stick/to-service-2026-11-22.coachlight";
const before = { waiting: 31, organisation: "Riverbend USD", isReady: true };

/** Opens one of the dialogs by its button. */
async function open(name: string) {
  render(Stick);
  await userEvent.click(screen.getByRole("button", { name }));
}

async function lookAt(path: string) {
  await userEvent.type(screen.getByLabelText("File"), path);
  await userEvent.keyboard("{Enter}");
}

test("before_anything_is_saved_it_says_how_much_and_who_can_open_it_and_afterwards_what_lies_there", async () => {
  const saved = { names: ["to-service-2026-11-22.coachlight"], changes: 31, bytes: 48_300 };
  const rust = fakeRust({ stick_state: () => before, suggested_file: () => suggested, save_to_stick: () => saved });
  await open("Save to USB…");

  await screen.findByText(/31 changes wait to be sent/);
  expect(screen.getByText(/Only the service of Riverbend USD can open the file/)).toBeTruthy();
  expect(rust.asked.some(({ command }) => command === "save_to_stick")).toBe(false);

  await userEvent.click(screen.getByRole("button", { name: "Write the file" }));
  await screen.findByText("Saved and read back: 31 changes in to-service-2026-11-22.coachlight (48 KB).");
  expect(rust.asked.find(({ command }) => command === "save_to_stick")?.args).toEqual({ path: suggested });
});

test("saving_that_is_stopped_says_that_no_file_was_left_and_the_dialog_stays", async () => {
  let end = () => {};
  const stopped = new Promise<null>((done) => (end = () => done(null)));
  const rust = fakeRust({ stick_state: () => before, suggested_file: () => suggested, save_to_stick: () => stopped, stop_saving_to_stick: () => end() });
  await open("Save to USB…");
  await screen.findByText(/31 changes/);
  await userEvent.click(screen.getByRole("button", { name: "Write the file" }));
  rust.say("stick-progress", { stage: "writing", done: 3, total: 9 });
  await screen.findByText("3 of 9");

  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));

  await screen.findByText(/No file was left/);
});

test("a_computer_that_never_heard_of_the_services_key_is_told_so_and_nothing_can_be_saved", async () => {
  fakeRust({ stick_state: () => ({ ...before, isReady: false }), suggested_file: () => suggested });
  await open("Save to USB…");

  await screen.findByText(/Connect it to the service once/);
  expect(screen.queryByRole("button", { name: "Write the file" })).toBeNull();
});

test("an_answer_to_this_computer_is_counted_first_and_loaded_then", async () => {
  const loaded = { settled: 31, inCustody: 0, received: 2, waiting: 0, problem: null };
  const rust = fakeRust({ look_at_stick: () => ({ kind: "forThisComputer", acknowledged: 31, news: 1 }), load_from_stick: () => loaded });
  await open("Load from USB…");
  await lookAt("/media/stick/answer.coachlight");

  await screen.findByText(/It acknowledges 31 changes. It brings 1 piece of news./);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Load" })));
  expect(rust.asked.some(({ command }) => command === "load_from_stick")).toBe(false);

  await userEvent.click(screen.getByRole("button", { name: "Load" }));
  await screen.findByText(/Nothing waits to be sent/);
});

test("a_colleagues_work_is_carried_and_never_loaded", async () => {
  const rust = fakeRust({ look_at_stick: () => ({ kind: "forTheService", acknowledged: 0, news: 0 }), carry_from_stick: () => ({ name: "answer.coachlight", isWhole: true }) });
  await open("Load from USB…");
  await lookAt("/media/stick/to-service.coachlight");
  await screen.findByText(/work on its way to the service/);

  await userEvent.click(screen.getByRole("button", { name: "Carry it to the service" }));

  await screen.findByText(/Its answer is answer.coachlight/);
  expect(rust.asked.some(({ command }) => command === "load_from_stick")).toBe(false);
});

test("an_answer_to_another_computer_can_only_be_brought_there", async () => {
  fakeRust({ look_at_stick: () => ({ kind: "forAnother", acknowledged: 0, news: 0 }) });
  await open("Load from USB…");
  await lookAt("/media/stick/answer.coachlight");

  await screen.findByText(/only that one can open it/);
  await waitFor(() => expect(screen.queryByRole("button", { name: "Load" })).toBeNull());
});

test("a_file_that_ends_early_says_what_was_taken_and_what_to_do", async () => {
  const problem = { code: "file", message: "The file is cut short: 10 of 20 bytes are there.", hint: "Copy the file again.", field: null };
  fakeRust({ look_at_stick: () => ({ kind: "forThisComputer", acknowledged: 9, news: 0 }), load_from_stick: () => ({ settled: 9, inCustody: 1, received: 0, waiting: 22, problem }) });
  await open("Load from USB…");
  await lookAt("/media/stick/answer.coachlight");
  await userEvent.click(await screen.findByRole("button", { name: "Load" }));

  await screen.findByText(/cut short/);
  expect(screen.getByText(/22 changes still wait/)).toBeTruthy();
  expect(screen.getByText(/kept by the service/)).toBeTruthy();
});
