/** The screens that shots.mjs looks at: how the mock starts, and what is done before the picture. */
import { observeScreens } from "./observe-shots.mjs";

const keys = (...presses) => async (page) => {
  for (const press of presses) await page.keyboard.press(press);
};

const click = (...names) => async (page) => {
  for (const name of names) await page.getByRole("button", { name: new RegExp(`^${name}`) }).first().click();
};

function openSettings(section) {
  return async (page) => {
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: section }).click();
  };
}

function openSegment(name, ...presses) {
  return async (page) => {
    await keys("g", "p")(page);
    await page.getByRole("radio", { name }).check();
    await page.locator("body").focus();
    await keys(...presses)(page);
  };
}

function openRoster(path, text) {
  return async (page) => {
    await keys("g", "p")(page);
    await click("Import a roster")(page);
    if (!path) return;
    await page.getByLabel("File or folder").fill(path);
    await page.keyboard.press("Enter");
    await page.getByText(text).first().waitFor();
  };
}

async function fillAlone(page) {
  await click("Start alone")(page);
  for (const [label, value] of [
    ["Given name", "Maya"],
    ["Family name", "Ellison"],
    ["Organisation", "North Ridge district"],
    ["School", "Lincoln Elementary"],
    ["Passphrase", "four unrelated words here"],
    ["Passphrase again", "four unrelated words here"],
  ]) await page.getByLabel(label, { exact: true }).fill(value);
}

export const screens = {
  ...observeScreens,
  week: {},
  "week-row": { steps: keys("F6", "ArrowDown") },
  "week-menu": { steps: async (page) => page.getByRole("button", { name: /^More for Observe Adaeze/ }).click() },
  "week-next": { steps: keys("]") },
  "week-empty": { query: "&week=empty" },
  "week-first": { query: "&week=first" },
  "week-plan": {
    async steps(page) {
      await page.keyboard.press("p");
      await page.keyboard.type("oka", { delay: 5 });
    },
  },
  "week-plan-filled": {
    async steps(page) {
      await page.keyboard.press("p");
      await page.keyboard.type("oka", { delay: 5 });
      await page.keyboard.press("Enter");
    },
  },
  "week-planned": {
    async steps(page) {
      await page.keyboard.press("p");
      await page.keyboard.type("oka", { delay: 5 });
      await page.keyboard.press("Enter");
      await page.waitForTimeout(60);
      await page.keyboard.press("Enter");
    },
  },
  "week-move": { steps: keys("F6", "ArrowDown", "m") },
  "week-cancel": { steps: keys("F6", "ArrowDown", "c") },
  "week-print": { steps: keys("Control+p") },
  people: { steps: keys("g", "p") },
  "people-detail": { steps: keys("g", "p", "/", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown") },
  "people-add": { steps: keys("g", "p", "a") },
  "people-teams": { steps: openSegment("Teams") },
  "people-team-edit": { steps: openSegment("Teams", "e") },
  "people-schools": { steps: openSegment("Schools") },
  "people-school-edit": { steps: openSegment("Schools", "e") },
  "people-calendar": { steps: openSegment("Calendar") },
  "people-day": { steps: openSegment("Calendar", "a") },
  "calendar-import": {
    async steps(page) {
      await openSegment("Calendar")(page);
      await click("Import a calendar")(page);
      await page.getByLabel("Calendar file").fill("/home/maya/school.ics");
      await page.keyboard.press("Enter");
      await page.getByText("days found").waitFor();
    },
  },
  roster: { steps: openRoster() },
  "roster-reading": { steps: openRoster("/home/maya/slow.zip", "Reading the file") },
  "roster-preview": { steps: openRoster("/home/maya/oneroster.zip", "Every change") },
  "roster-ending": { steps: openRoster("/home/maya/ending.zip", "Every change") },
  "roster-list": { steps: openRoster("/home/maya/teachers.csv", "Columns") },
  "roster-stops": { steps: openRoster("/home/maya/broken.zip", "must be corrected") },
  "roster-same": { steps: openRoster("/home/maya/same.zip", "is here already") },
  "roster-missing": { steps: openRoster("/home/maya/missing.zip", "could not be read") },
  "roster-done": {
    async steps(page) {
      await openRoster("/home/maya/oneroster.zip", "Every change")(page);
      await page.getByRole("button", { name: "Import", exact: true }).click();
      await page.getByText("The roster is imported").waitFor();
    },
  },
  "week-large": { query: "&text=200" },
  "people-large": { query: "&text=200", steps: keys("g", "p") },
  "roster-large": { query: "&text=200", steps: openRoster("/home/maya/ending.zip", "Every change") },
  "week-presenting": { steps: keys("Control+Shift+P") },
  help: { steps: keys("F1") },
  search: { steps: keys("Control+k") },
  "search-found": {
    async steps(page) {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("o", { delay: 5 });
      await page.keyboard.press("ArrowDown");
    },
  },
  settings: { steps: openSettings("Appearance") },
  "settings-keys": { steps: openSettings("Keys") },
  "settings-observe": { steps: openSettings("Observe") },
  "settings-privacy": { steps: openSettings("Privacy") },
  "settings-backups": { steps: openSettings("Backups") },
  "settings-removed": { steps: openSettings("Recently removed") },
  "settings-about": { steps: openSettings("About") },
  "settings-large": { query: "&text=200", steps: openSettings("Privacy") },
  presenting: { steps: keys("Control+Shift+P") },
  first: { query: "&first" },
  alone: { query: "&first", steps: fillAlone },
  "alone-missing": { query: "&first", steps: click("Start alone", "Make the profile") },
  recovery: {
    query: "&first",
    async steps(page) {
      await fillAlone(page);
      await click("Make the profile")(page);
      await page.getByText("I have kept it").waitFor();
    },
  },
  "recovery-test": {
    query: "&first",
    async steps(page) {
      await fillAlone(page);
      await click("Make the profile", "I have kept it")(page);
    },
  },
  join: { query: "&first", steps: click("Join an organisation") },
  "join-waiting": {
    query: "&first&offline",
    async steps(page) {
      await click("Join an organisation")(page);
      await page.getByLabel("Address of the service").fill("https://coachlight.riverbend.example");
      await page.getByLabel("Code", { exact: true }).fill("K7QF2-MHX9T-RBW4N-DC8VP");
      for (const label of ["Passphrase", "Passphrase again"]) await page.getByLabel(label, { exact: true }).fill("four unrelated words");
      await click("Join", "I have kept it")(page);
      const code = ["K7QF", "2MHX", "9TRB", "W4ND", "C8VP", "J3YA", "6EZS", "1GKU"];
      for (const field of await page.getByLabel(/^Group /).all()) {
        const label = await field.evaluate((input) => input.labels[0].innerText);
        await field.fill(code[Number(label.match(/\d/)[0]) - 1]);
      }
      await click("Check", "Continue")(page);
    },
  },
  "settings-organisation": {
    async steps(page) {
      await openSettings("Organisation")(page);
      await page.getByLabel("Passphrase of that profile").fill("four unrelated words");
      await click("Show its work")(page);
      await page.getByRole("checkbox").first().check();
      await page.getByRole("checkbox").nth(1).check();
    },
  },
  "sync-connection": {
    async steps(page) {
      await page.getByRole("link", { name: "Sync centre", exact: true }).click();
      await click("Add another computer", "Test the connection")(page);
      await page.getByText("For the network’s people").scrollIntoViewIfNeeded();
    },
  },
  restore: { query: "&first", steps: click("Open a backup") },
  choose: { query: "&choose" },
  unlock: { query: "&unlock" },
  "unlock-wrong": {
    query: "&unlock",
    async steps(page) {
      await page.getByLabel("Passphrase", { exact: true }).fill("wrong");
      await page.keyboard.press("Enter");
      await page.getByText("does not open").waitFor();
    },
  },
  locked: { steps: keys("Control+l") },
  "problem-damaged": { query: "&problem=damaged" },
  "problem-key": { query: "&problem=key-missing" },
  "problem-running": { query: "&problem=already-running" },
};
