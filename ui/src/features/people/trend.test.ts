import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import Trend from "./Trend.svelte";

const user = userEvent.setup();

test("each_look_for_has_its_counts_and_rates_and_says_where_it_was_not_looked_for", async () => {
  fakeRust({
    look_for_trend: () => ({
      lessons: [{ id: "o1", day: "Tue 20 Oct", minutes: 20 }, { id: "o2", day: "Mon 9 Nov", minutes: 0 }],
      lookFors: [{ id: "l1", text: "Wait time", points: [{ count: 3, rate: "1.5" }, { count: 1, rate: null }] }, { id: "l2", text: "Talk", points: [null, { count: 0, rate: null }] }],
    }),
  });
  const open = vi.fn();
  render(Trend, { teacher: "t1", open });

  await screen.findByRole("rowheader", { name: "Wait time" });
  const cells = screen.getAllByRole("cell").map((cell) => cell.textContent);
  expect(cells).toEqual(["31.5 in 10 min", "1", "not looked for", "0"]);
  await user.click(screen.getByRole("link", { name: "Mon 9 Nov" }));
  expect(open).toHaveBeenCalledWith("o2");
});

test("where_nothing_was_tagged_there_is_no_table", async () => {
  const rust = fakeRust({ look_for_trend: () => ({ lessons: [], lookFors: [] }) });
  render(Trend, { teacher: "t1", open: () => undefined });

  await vi.waitFor(() => expect(rust.asked.length).toBe(1));
  expect(screen.queryByRole("table")).toBeNull();
});
