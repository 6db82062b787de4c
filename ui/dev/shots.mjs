/**
 * Pictures of the screens in a plain browser, with the mock behind them: `npm run shots -- [name …]`.
 * Writes dist-shots/<name>-<size>-<theme>.png and fails on an axe violation or a small target.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { createServer } from "vite";
import { screens } from "./shot-list.mjs";

const sizes = { wide: { width: 1366, height: 768 }, small: { width: 1024, height: 600 } };
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wanted = process.argv.slice(2);
mkdirSync("dist-shots", { recursive: true });

const server = await createServer({ server: { port: 0 }, logLevel: "warn" });
await server.listen();
const base = `http://127.0.0.1:${server.httpServer.address().port}/?mock=1`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let faults = 0;

for (const [name, screen] of Object.entries(screens)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const theme of ["light", "dark"]) faults += await shoot(name, screen, size, viewport, theme);
  }
}

async function shoot(name, { query = "", steps }, size, viewport, theme) {
  const page = await browser.newPage({ viewport, colorScheme: theme, reducedMotion: "reduce" });
  page.on("pageerror", (error) => console.error(`${name}: ${error.message}`));
  await page.goto(`${base}${query}`);
  await page.waitForSelector("h1");
  await page.evaluate(() => document.fonts.ready);
  await steps?.(page);
  await page.waitForTimeout(80);
  await page.screenshot({ path: `dist-shots/${name}-${size}-${theme}.png` });
  const found = await page.evaluate(`${axe}; axe.run()`).then((result) => result.violations);
  const small = await page.evaluate(smallTargets);
  for (const { id, nodes } of found) console.error(`${name} ${size} ${theme}: ${id} ${nodes[0].html.slice(0, 140)}`);
  for (const target of small) console.error(`${name} ${size} ${theme}: target ${target}`);
  await page.close();
  return found.length + small.length;
}

/** Controls under 24 px that are not inside a bigger one. */
function smallTargets() {
  return [...document.querySelectorAll("button, a, input, select, textarea, [role=option]")]
    .filter((element) => element.checkVisibility() && !element.closest("label"))
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width < 23.9 || box.height < 23.9)
    .map(({ element, box }) => `${Math.round(box.width)}x${Math.round(box.height)} ${element.outerHTML.slice(0, 90)}`);
}

await browser.close();
await server.close();
console.log(faults === 0 ? "no axe violation, no target under 24 px" : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
