import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { agreementText } from "$lib/text/en/agreement";
import PaperDialog from "./PaperDialog.svelte";

test("a_signature_whose_day_cannot_be_read_is_not_recorded_and_the_field_has_the_keys", async () => {
  const user = userEvent.setup();
  const { asked } = fakeRust({ accept_agreement: () => null });
  const view = { teacher: { id: "t1", name: "Amir Haddad" }, today: "2026-11-23" };
  render(PaperDialog, { view: view as never, version: { id: "a1", digest: "d" } as never, close: () => undefined });
  const day = screen.getByLabelText(agreementText.paper.date);

  await user.clear(day);
  await user.type(day, "31 feb");
  await user.click(screen.getByRole("button", { name: agreementText.paper.act }));

  expect(document.activeElement).toBe(day);
  expect(screen.getByText(/^31 February \d{4} does not exist\. Write another day\.$/)).toBeTruthy();
  await user.clear(day);
  await user.type(day, "20 nov 2026");
  await user.click(screen.getByRole("button", { name: agreementText.paper.act }));

  const kept = asked.filter(({ command }) => command === "accept_agreement").map(({ args }) => Object.values(args)[0]);
  expect(kept).toEqual([{ agreement: "a1", party: "teacher", way: "paper", signed: "2026-11-20", digest: "d" }]);
});
