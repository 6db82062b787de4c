import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import type { ExchangeState } from "$lib/api/exchange";
import Now from "./Now.svelte";

const state = (now: ExchangeState["now"]): ExchangeState => ({ now, service: "https://example.org", waiting: 1, attention: 0, received: "16:02", others: null });

test("a_code_that_is_being_written_stays_while_the_service_is_tried_again", async () => {
  fakeRust({});
  const { rerender } = render(Now, { exchange: state("unknown") });
  await userEvent.type(screen.getByLabelText("Code for this computer"), "ABCD");

  for (const now of ["exchanging", "unknown", "unreachable"] as const) await rerender({ exchange: state(now) });

  expect(screen.getByLabelText<HTMLInputElement>("Code for this computer").value).toBe("ABCD");
  await rerender({ exchange: state("resting") });
  expect(screen.queryByLabelText("Code for this computer")).toBeNull();
});
