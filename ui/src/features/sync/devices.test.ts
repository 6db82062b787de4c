import { render, screen } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { Problem } from "$lib/api/problem";
import { fakeRust } from "../../dev/fake-rust";
import Devices from "./Devices.svelte";

function refuse(code: "link" | "internal") {
  throw new Problem({ code, message: "The service could not be reached. Nothing was changed." });
}

test("without_a_network_the_list_of_computers_is_no_alarm", async () => {
  fakeRust({ devices: () => refuse("link") });
  render(Devices);
  await screen.findByText(/They are listed when the service is reached/);
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
});

test("what_else_fails_is_said_as_it_is", async () => {
  fakeRust({ devices: () => refuse("internal") });
  render(Devices);
  expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
});
