/** The screens that shots.mjs looks at: how the mock starts, and what is done before the picture. */
const keys = (...presses) => async (page) => {
  for (const press of presses) await page.keyboard.press(press);
};

export const screens = {
  week: {},
  help: { steps: keys("F1") },
  search: { steps: keys("Control+k") },
  presenting: { steps: keys("Control+Shift+P") },
};
