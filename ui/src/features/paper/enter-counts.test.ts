import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { Recording } from "$features/observe/kinds/recording.svelte";
import EnterCounts from "./EnterCounts.svelte";

const user = userEvent.setup();

function open() {
  const rust = fakeRust({ enter_sweep: () => null, open_observation: () => ({ view: {}, readOnly: true }), observation_of_kind: () => ({ lesson: { elapsedMs: 0, isOpen: false } }) });
  render(EnterCounts, { recording: new Recording("o1"), codes: null });
  return rust;
}

test("a_sweep_of_which_nobody_wrote_how_many_were_on_task_is_not_stored_as_none", async () => {
  const { asked } = open();
  await user.type(screen.getByLabelText("Time"), "10:05");
  await user.type(screen.getByLabelText("Students seen"), "24");

  for (const typed of ["", "many", "25"]) {
    await user.clear(screen.getByLabelText("Of them on task"));
    if (typed) await user.type(screen.getByLabelText("Of them on task"), typed);
    await user.click(screen.getByRole("button", { name: "Keep the sweep" }));

    expect(screen.getByLabelText("Of them on task").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("Write how many were on task, at most as many as were seen.")).toBeTruthy();
  }
  expect(asked.some(({ command }) => command === "enter_sweep")).toBe(false);
});

test("a_sweep_in_which_nobody_was_on_task_is_stored_when_that_is_written", async () => {
  const { asked } = open();
  await user.type(screen.getByLabelText("Time"), "10:05");
  await user.type(screen.getByLabelText("Students seen"), "24");
  await user.type(screen.getByLabelText("Of them on task"), "0{Enter}");

  const kept = asked.filter(({ command }) => command === "enter_sweep").map(({ args }) => Object.values(args)[0]);
  expect(kept).toEqual([{ observation: "o1", time: "10:05", seen: 24, onTask: 0 }]);
});
