/** The observe screens that shots.mjs looks at. */
async function begin(page) {
  await page.keyboard.press("Control+n");
  await page.getByRole("combobox", { name: "Whose lesson?" }).pressSequentially("ada");
}

/** Opens the first observation of the list. */
async function open(page) {
  await page.getByRole("link", { name: "Observe" }).click();
  await page.locator("button[data-row]").first().click();
  await page.locator("ol.lines").waitFor();
  await page.waitForTimeout(150);
}

const field = (page) => page.getByRole("textbox", { name: "New line" });

const opened = (query, steps) => ({
  query,
  async steps(page) {
    await open(page);
    await steps?.(page);
  },
});

export const observeScreens = {
  observe: { steps: (page) => page.getByRole("link", { name: "Observe" }).click() },
  "observe-none": { query: "&none", steps: (page) => page.getByRole("link", { name: "Observe" }).click() },
  "observe-new": { steps: begin },
  "observe-draft": opened("&left", async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("b");
    await page.keyboard.press("Escape");
  }),
  "observe-private": opened("", (page) => field(page).pressSequentially("T go on // calls on the front row only")),
  "observe-row": opened("", async (page) => {
    await page.keyboard.press("Alt+l");
    for (let at = 0; at < 4; at++) await page.keyboard.press("k");
  }),
  "observe-edit": opened("", async (page) => {
    for (let at = 0; at < 3; at++) await page.keyboard.press("ArrowUp");
    await page.waitForTimeout(60);
  }),
  "observe-find": opened("", async (page) => {
    await page.keyboard.press("Control+f");
    await page.keyboard.type("mateo");
  }),
  "observe-full": opened("&full", (page) => field(page).pressSequentially("T this cannot be saved")),
  "observe-finished": opened("&finished"),
  "observe-readonly": opened("&readonly"),
  "observe-long": opened("&long"),
  "observe-bare": opened("&bare"),
  "observe-large": opened("&text=200"),
  "observe-print": opened("&finished", (page) => page.keyboard.press("Control+p")),
  "observe-details": opened("", (page) => page.getByRole("button", { name: "Details" }).click()),
  "observe-look-fors": opened("", (page) => page.getByRole("button", { name: "Choose or edit" }).click()),
  "observe-paste": opened("", async (page) => {
    await field(page).evaluate((area) => {
      const data = new DataTransfer();
      data.setData("text/plain", "9:02 T: Settle down\n9:03 S: I have a question\n9:04 T: Ask it");
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await page.waitForTimeout(60);
  }),
  "observe-presenting": opened("", (page) => page.keyboard.press("Control+Shift+p")),
};
