import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { agreementText } from "$lib/text/en/agreement";
import WithdrawDialog from "./WithdrawDialog.svelte";

test("who_was_chosen_to_withdraw_stays_chosen_when_the_agreement_is_read_again", async () => {
  const user = userEvent.setup();
  const { asked } = fakeRust({ withdraw_agreement: () => null });
  const view = () => ({ teacher: { id: "t1", name: "Amir Haddad" }, mine: "coach" }) as never;
  const shown = render(WithdrawDialog, { view: view(), version: { id: "a1" } as never, close: () => undefined });

  const who = screen.getByLabelText<HTMLSelectElement>(agreementText.withdrawing.who);
  // The test's page takes the first option that can be chosen for the chosen one.
  who.options[0]!.disabled = true;
  await user.selectOptions(who, "teacher");
  // An exchange came in meanwhile.
  await shown.rerender({ view: view() });
  await user.click(screen.getByRole("button", { name: agreementText.withdrawing.act }));

  expect(asked.map(({ args }) => args.party)).toEqual(["teacher"]);
});
