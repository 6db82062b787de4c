import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { AloneForm } from "./alone.svelte";

function filled(): AloneForm {
  const form = new AloneForm("America/Chicago");
  Object.assign(form, { given: " Maya ", family: "Ellison", organisation: "North Ridge", school: "Lincoln" });
  Object.assign(form, { passphrase: "four unrelated words", again: "four unrelated words" });
  return form;
}

test("a_profile_is_made_of_what_was_filled_in_and_its_code_returned", async () => {
  const { asked } = fakeRust({ create_profile: () => ({ id: "p1", recoveryCode: ["AAAA", "BBBB"] }) });

  expect(await filled().submit()).toEqual(["AAAA", "BBBB"]);

  expect(asked[0]?.args).toMatchObject({ given: "Maya", zone: "America/Chicago", label: "" });
});

test("what_is_missing_or_differs_is_said_at_its_field_and_nothing_is_made", async () => {
  const { asked } = fakeRust({});
  const form = filled();
  form.family = " ";
  form.again = "four unrelated word";

  expect(await form.submit()).toBeNull();

  expect(Object.keys(form.errors)).toEqual(["family", "again"]);
  expect(asked).toEqual([]);
});

test("a_refusal_about_a_field_stands_at_that_field", async () => {
  fakeRust({ create_profile: () => { throw { code: "invalid", message: "Too short.", field: "passphrase" }; } });
  const form = filled();

  await form.submit();

  expect([form.errors.passphrase, form.problem, form.isBusy]).toEqual(["Too short.", null, false]);
});
