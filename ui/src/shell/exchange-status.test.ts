import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRust } from "../dev/fake-rust";
import type { ExchangeState } from "$lib/api/exchange";
import { router } from "$lib/router/router.svelte";
import StatusBar from "./StatusBar.svelte";

const user = userEvent.setup();
const calm: ExchangeState = { now: "resting", service: "https://example.org", waiting: 0, attention: 0, received: "16:02", others: null };
let state: ExchangeState | null;
let rust: ReturnType<typeof fakeRust>;

beforeEach(() => {
  rust = fakeRust({ exchange_state: () => state });
  router.reset();
});
afterEach(() => router.reset());

async function shows(next: ExchangeState | null): Promise<string> {
  state = next;
  rust.say("data-changed", { entities: ["exchange"] });
  await new Promise((done) => setTimeout(done));
  return (screen.queryByRole("link")?.textContent ?? "").replace(/\s+/g, " ").trim();
}

test("the_status_bar_says_what_waits_what_was_received_and_what_needs_attention", async () => {
  state = { ...calm, waiting: 1204, attention: 2 };
  render(StatusBar, { help: () => undefined });

  const link = await screen.findByRole("link");

  expect(link.textContent).toMatch(/Waiting to send \(1,204\)\s*Received 16:02\s*Needs attention \(2\)/);
  await user.click(link);
  expect(router.route.name).toBe("sync");
});

test("the_status_bar_keeps_its_words_while_the_service_is_tried_again", async () => {
  state = calm;
  render(StatusBar, { help: () => undefined });
  await screen.findByRole("link");

  expect(await shows(calm)).toBe("Received 16:02 Sync centre");
  expect(await shows({ ...calm, now: "unreachable" })).toBe("Not reached since 16:02; it is tried again Sync centre");
  expect(await shows({ ...calm, now: "exchanging" })).toBe("Not reached since 16:02; it is tried again Sync centre");
  expect(await shows({ ...calm, now: "unreachable", received: null })).toBe("Not reached yet; it is tried again Sync centre");
  expect(await shows({ ...calm, now: "unknown" })).toBe("This computer is not known to the service Sync centre");
  expect(await shows(calm)).toBe("Received 16:02 Sync centre");
});

test("the_status_bar_says_why_the_last_try_failed", async () => {
  state = calm;
  render(StatusBar, { help: () => undefined });
  await screen.findByRole("link");

  expect(await shows({ ...calm, now: "stranger" })).toBe("This network asks for a sign-in first Sync centre");
  expect(await shows({ ...calm, now: "exchanging" })).toBe("This network asks for a sign-in first Sync centre");
  expect(await shows({ ...calm, now: "proxy" })).toBe("This network’s proxy lets nothing through Sync centre");
  expect(await shows({ ...calm, now: "certificate" })).toBe("The service’s certificate is not trusted Sync centre");
  expect(await shows({ ...calm, now: "refused" })).toBe("The service did not take what was sent Sync centre");
  expect(await shows({ ...calm, now: "busy" })).toBe("The service is busy; it is tried again Sync centre");
});

test("a_week_before_what_others_shared_closes_the_status_bar_says_until_when_to_connect", async () => {
  state = calm;
  render(StatusBar, { help: () => undefined });
  await screen.findByRole("link");

  expect(await shows({ ...calm, others: { isClosed: false, until: "Thu 3 Dec" } })).toBe("Received 16:02 Connect by Thu 3 Dec Sync centre");
  expect(await shows({ ...calm, others: { isClosed: true, until: "Thu 3 Dec" } })).toBe("Received 16:02 What others shared is closed Sync centre");
});

test("a_profile_that_works_alone_has_nothing_of_a_service_in_its_status_bar", async () => {
  state = null;
  render(StatusBar, { help: () => undefined });

  expect(await screen.findByText(/^Offline/)).toBeTruthy();
  expect(screen.queryByRole("link")).toBeNull();
});
