import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { Recording } from "$features/observe/kinds/recording.svelte";
import EnterIntervals from "./EnterIntervals.svelte";

test("intervals_from_paper_are_typed_one_after_another_and_none_without_its_number", async () => {
  const user = userEvent.setup();
  const { asked } = fakeRust({ enter_interval: () => null, open_observation: () => ({ view: {}, readOnly: true }), observation_of_kind: () => ({ lesson: { elapsedMs: 0, isOpen: false } }) });
  render(EnterIntervals, { recording: new Recording("o1"), last: 2 });

  await user.type(screen.getByLabelText("Letters"), "q{Enter}");
  await user.type(screen.getByLabelText("Letters"), "qw{Enter}");
  await user.clear(screen.getByLabelText("Interval"));
  await user.type(screen.getByLabelText("Letters"), "q{Enter}");

  expect(screen.getByLabelText("Interval").getAttribute("aria-invalid")).toBe("true");
  const kept = asked.filter(({ command }) => command === "enter_interval").map(({ args }) => Object.values(args)[0]);
  expect(kept).toEqual([{ observation: "o1", number: 3, letters: "q" }, { observation: "o1", number: 4, letters: "qw" }]);
});
