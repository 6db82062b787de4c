import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { Recording } from "$features/observe/kinds/recording.svelte";
import EnterStretch from "./EnterStretch.svelte";

const codes = [{ letter: "T", label: "Teacher talks" }, { letter: "S", label: "Student to teacher" }];

test("stretches_from_paper_are_typed_one_after_another_and_what_is_refused_stays_at_its_field", async () => {
  const user = userEvent.setup();
  let turn = 0;
  const { asked } = fakeRust({
    enter_stretch: () => {
      if (++turn === 2) throw { code: "invalid", message: "This is after the lesson ended.", field: "to" };
      return null;
    },
    open_observation: () => ({ view: {}, readOnly: true }),
    observation_of_kind: () => ({ lesson: { elapsedMs: 0, isOpen: false } }),
  });
  render(EnterStretch, { recording: new Recording("o1"), codes, isFirst: true });

  expect(document.activeElement).toBe(screen.getByLabelText("Category"));
  await user.keyboard("t");
  expect(screen.getByText("Teacher talks")).toBeTruthy();
  await user.type(screen.getByLabelText("From"), "10:00");
  await user.type(screen.getByLabelText("To"), "10:09{Enter}");
  await user.keyboard("s");
  await user.type(screen.getByLabelText("To"), "11:00{Enter}");

  expect(await screen.findByText("This is after the lesson ended.")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText("To"));
  expect([screen.getByLabelText<HTMLInputElement>("Category").value, screen.getByLabelText<HTMLInputElement>("To").value]).toEqual(["s", "11:00"]);
  const kept = asked.filter(({ command }) => command === "enter_stretch").map(({ args }) => Object.values(args)[0]);
  expect(kept).toEqual([
    { observation: "o1", letter: "t", from: "10:00", to: "10:09" },
    { observation: "o1", letter: "s", from: "", to: "11:00" },
  ]);
});
