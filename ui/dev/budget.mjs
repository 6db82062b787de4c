/** Fails when what `npm run build` made is heavier than the start of the app may be. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const folder = new URL("../dist/assets/", import.meta.url);
const files = readdirSync(folder);

/** Kibibytes, gzipped or as they are, of the files that match. */
function weigh(pattern, size) {
  const bytes = files.filter((name) => pattern.test(name)).map((name) => size(readFileSync(new URL(name, folder))));
  return bytes.reduce((sum, one) => sum + one, 0) / 1024;
}

const gzipped = (bytes) => gzipSync(bytes).length;
const plain = (bytes) => bytes.length;
/** The entry and what it imports before the first screen; the other screens are read behind it. */
function start(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const source = readFileSync(new URL(name, folder), "utf8");
  for (const [, imported] of source.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) start(imported, seen);
  return seen;
}

const entry = /src="\/assets\/([^"]+\.js)"/.exec(readFileSync(new URL("../dist/index.html", import.meta.url), "utf8"))[1];
const first = [...start(entry)].reduce((sum, name) => sum + gzipped(readFileSync(new URL(name, folder))), 0) / 1024;
const budget = [
  ["JavaScript before the first screen, gzipped", first, 120],
  ["JavaScript in all, gzipped", weigh(/\.js$/, gzipped), 400],
  ["CSS, gzipped", weigh(/\.css$/, gzipped), 26],
  ["Latin fonts", weigh(/-latin-wght-.*woff2$/, plain), 170],
];

for (const [what, kib, most] of budget) console.log(`${what}: ${kib.toFixed(1)} KiB of ${most}`);
process.exit(budget.some(([, kib, most]) => kib > most) ? 1 : 0);
