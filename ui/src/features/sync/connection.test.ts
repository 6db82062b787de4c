import { expect, test } from "vitest";
import type { Step } from "$lib/api/connection";
import { adviceOf, isBad, reportOf } from "./connection";

const steps: Step[] = [
  { step: "name", result: "works", found: "coachlight.riverbend.example: 192.0.2.7" },
  { step: "proxy", result: "works", found: "no proxy" },
  { step: "protection", result: "works", found: "TLS" },
  { step: "service", result: "signIn", found: "HTTP 200 with a web page" },
  { step: "device", result: "notTried", found: "" },
];

test("the_first_step_that_failed_is_advised_about_and_what_was_not_tried_is_no_failure", () => {
  expect(steps.filter(isBad).map(({ step }) => step)).toEqual(["service"]);
  expect(adviceOf(steps[3]!)).toContain("sign in in a browser first");
});

test("the_text_for_the_network_s_people_names_the_address_and_every_step", () => {
  const report = reportOf("https://coachlight.riverbend.example", steps);

  expect(report).toContain("https://coachlight.riverbend.example");
  expect(report.split("\n").slice(-5).map((line) => line.split(":")[0])).toEqual([
    "The service’s name", "The way out of this network", "A protected connection", "The service answers", "It knows this computer",
  ]);
});
