import { fireEvent, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { session } from "$lib/session.svelte";
import DayField from "./DayField.svelte";

beforeEach(() => {
  // A Monday.
  session.view = { today: "2026-11-23" } as never;
});

function field(props: { value?: string; lean?: "past" | "future"; error?: string } = {}) {
  const choose = vi.fn();
  render(DayField, { label: "Day", value: "", choose, ...props });
  return { user: userEvent.setup(), input: screen.getByLabelText<HTMLInputElement>("Day"), choose };
}

test("the_day_that_was_understood_is_said_beside_the_field_and_stands_in_it_when_it_is_left", async () => {
  const { user, input, choose } = field();

  await user.type(input, "13 oct");
  expect(screen.getByRole("status").textContent).toBe("Tue 13 October 2026");
  expect(choose).not.toHaveBeenCalled();
  await user.tab();

  expect(input.value).toBe("2026-10-13");
  expect(choose.mock.calls).toEqual([["2026-10-13"]]);
});

test("arrows_move_by_a_day_and_pages_by_a_week_from_today_where_nothing_stands", async () => {
  const { user, input, choose } = field();

  await user.click(input);
  await user.keyboard("{ArrowUp}{ArrowUp}{PageUp}{ArrowDown}");

  expect(choose.mock.calls.flat()).toEqual(["2026-11-23", "2026-11-24", "2026-12-01", "2026-11-30"]);
  expect(input.value).toBe("2026-11-30");
});

test("a_day_that_does_not_exist_is_a_problem_at_the_field_once_it_is_left_and_is_no_other_day", async () => {
  const { user, input, choose } = field();

  await user.type(input, "31 feb");
  expect(input.getAttribute("aria-invalid")).toBe(null);
  await user.tab();

  expect(input.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText("31 February 2026 does not exist. Write another day.")).toBeTruthy();
  expect(input.value).toBe("31 feb");
  expect(choose).not.toHaveBeenCalled();
});

test("a_weekday_lies_behind_where_the_field_is_about_what_took_place", async () => {
  const { user, input } = field({ lean: "past" });

  await user.type(input, "tue{Enter}");

  expect(input.value).toBe("2026-11-17");
});

test("a_field_that_is_left_as_it_was_chooses_nothing", async () => {
  const { user, input, choose } = field({ value: "2026-10-05" });

  await user.click(input);
  await user.tab();

  expect(choose).not.toHaveBeenCalled();
});

test("a_day_that_is_picked_in_the_calendar_of_the_computer_is_chosen", async () => {
  const { input, choose } = field();

  await fireEvent.input(document.querySelector("input[type=date]")!, { target: { value: "2026-10-13" } });

  expect([input.value, choose.mock.calls]).toEqual(["2026-10-13", [["2026-10-13"]]]);
});
