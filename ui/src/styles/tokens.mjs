/**
 * The design tokens: the one place where a colour, a size or a duration is chosen.
 *
 *   node tokens.mjs          writes tokens.css
 *   node tokens.mjs --check  fails when a contrast is below its minimum or tokens.css is stale
 *
 * Contrast is WCAG 2.2 relative luminance, computed for both themes.
 */
import { readFileSync, writeFileSync } from "node:fs";

/** Each colour as [light, dark]. */
const colours = {
  // Grounds, from the frame of the window to what floats above a page.
  paper: ["#ECEFEB", "#101512"],
  surface: ["#FAFBF9", "#161C19"],
  raised: ["#FFFFFF", "#202824"],
  sunken: ["#E3E7E2", "#0C100E"],
  // Rules. `rule` only decorates; the edge of a control is always `rule-strong`.
  rule: ["#D3D9D2", "#2B342F"],
  "rule-strong": ["#7F8A82", "#74827A"],
  // Ink, by importance.
  ink: ["#17201B", "#E6ECE8"],
  "ink-2": ["#465149", "#B4BFB8"],
  "ink-3": ["#5D6961", "#95A29A"],
  // Chalkboard green: what can be acted on, and where you are.
  accent: ["#1A5C43", "#86C9AA"],
  "accent-hover": ["#12462F", "#A5DCC2"],
  "accent-wash": ["#DCE9E1", "#1C362B"],
  "accent-line": ["#2C7D5E", "#4FA381"],
  "on-accent": ["#FFFFFF", "#0B1D15"],
  // The highlighter: evidence, and nothing else.
  mark: ["#FBE59A", "#51430F"],
  "mark-line": ["#8F6A00", "#D9B13B"],
  "mark-ink": ["#17201B", "#FBF0CB"],
  // News, something to look at, something wrong.
  info: ["#1D5690", "#8FBDEB"],
  "info-wash": ["#E0EAF4", "#1B2E40"],
  attn: ["#7A4700", "#EDB867"],
  "attn-wash": ["#FAEBD3", "#3A2B12"],
  danger: ["#9A2A2A", "#F0A29A"],
  "danger-wash": ["#F8E4E1", "#42201E"],
};

/** [ink, ground, least ratio]: 7 for reading, 4.5 for labels, 3 for edges and shapes. */
const pairs = [
  ["ink", "surface", 7],
  ["ink", "paper", 7],
  ["ink", "raised", 7],
  ["ink", "sunken", 7],
  ["ink", "accent-wash", 7],
  ["ink-2", "surface", 7],
  ["ink-2", "paper", 4.5],
  ["ink-2", "raised", 4.5],
  ["ink-2", "sunken", 4.5],
  ["ink-2", "accent-wash", 4.5],
  ["ink-3", "surface", 4.5],
  ["ink-3", "paper", 4.5],
  ["ink-3", "raised", 4.5],
  ["ink-3", "accent-wash", 4.5],
  ["accent", "surface", 4.5],
  ["accent", "paper", 4.5],
  ["accent", "raised", 4.5],
  ["accent", "accent-wash", 4.5],
  ["on-accent", "accent", 4.5],
  ["on-accent", "accent-hover", 4.5],
  ["mark-ink", "mark", 7],
  ["mark-line", "surface", 3],
  ["info", "surface", 4.5],
  ["info", "info-wash", 4.5],
  ["attn", "surface", 4.5],
  ["attn", "paper", 4.5],
  ["attn", "attn-wash", 4.5],
  ["ink", "attn-wash", 7],
  ["danger", "surface", 4.5],
  ["danger", "raised", 4.5],
  ["danger", "danger-wash", 4.5],
  ["ink", "danger-wash", 7],
  ["rule-strong", "surface", 3],
  ["rule-strong", "paper", 3],
  ["rule-strong", "raised", 3],
  ["accent-line", "surface", 3],
];

const fixed = `
  /* Type: the sans for everything you operate, the serif for what you read or write at length. */
  --sans: "Source Sans 3", "Segoe UI", "Noto Sans", sans-serif;
  --serif: "Source Serif 4", "Iowan Old Style", "Noto Serif", serif;
  --t-xs: 0.8125rem; --l-xs: 1.125rem; /* 13/18, the floor: nothing is smaller */
  --t-s: 0.875rem; --l-s: 1.25rem; /* 14/20 secondary */
  --t-m: 0.9375rem; --l-m: 1.375rem; /* 15/22 body and controls */
  --t-l: 1.0625rem; --l-l: 1.625rem; /* 17/26 reading */
  --t-xl: 1.25rem; --l-xl: 1.625rem; /* 20/26 pane title */
  --t-2xl: 1.75rem; --l-2xl: 2.125rem; /* 28/34 page title */
  --t-clock: 2rem;
  --measure: 66ch;
  /* Space: a 4 px grid. */
  --s-1: 2px; --s-2: 4px; --s-3: 8px; --s-4: 12px; --s-5: 16px; --s-6: 24px; --s-7: 32px; --s-8: 48px;
  /* Sizes that hold text grow with it, hence rem. */
  --row: 2rem; --row-dense: 1.75rem; --control: 2rem; --control-small: 1.625rem; --target-min: 1.5rem;
  --margin-col: 4.5rem; --sidebar: 12.75rem; --sidebar-narrow: 52px; --statusbar: 1.75rem;
  /* Shape: marks, controls, floating layers. Regions have square corners. */
  --r-1: 2px; --r-2: 3px; --r-3: 5px;
  --hair: 1px solid var(--rule);
  --edge: 1px solid var(--rule-strong);
  --focus: 0 0 0 2px var(--surface), 0 0 0 4px var(--accent);
  /* Motion: only where something appears or moves, never between screens. */
  --m-fast: 80ms; --m-base: 140ms; --ease: cubic-bezier(0.2, 0.7, 0.2, 1);`;

/** The two elevations, popover and dialog, as [light, dark]. */
const elevations = {
  "e-pop": [
    "0 1px 2px rgb(10 20 15 / 0.1), 0 6px 20px rgb(10 20 15 / 0.14)",
    "0 0 0 1px var(--rule), 0 8px 24px rgb(0 0 0 / 0.5)",
  ],
  "e-dialog": [
    "0 2px 6px rgb(10 20 15 / 0.14), 0 20px 60px rgb(10 20 15 / 0.24)",
    "0 0 0 1px var(--rule), 0 24px 64px rgb(0 0 0 / 0.6)",
  ],
};

const LIGHT = 0;
const DARK = 1;

function luminance(hex) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function measured() {
  return pairs.map(([ink, ground, least]) => {
    const ratios = [LIGHT, DARK].map((theme) => contrast(colours[ink][theme], colours[ground][theme]));
    return { name: `${ink} on ${ground}`, least, ratios };
  });
}

function declarations(theme) {
  return Object.entries({ ...colours, ...elevations })
    .map(([name, values]) => `  --${name}: ${values[theme]};`)
    .join("\n");
}

function stylesheet(rows) {
  const table = rows.map(({ name, least, ratios }) => {
    const [light, dark] = ratios.map((ratio) => ratio.toFixed(2).padStart(6));
    return `   ${name.padEnd(26)} ${String(least).padEnd(5)} ${light} ${dark}`;
  });
  const dark = `  color-scheme: dark;\n${declarations(DARK)}`;
  return `/* Generated by tokens.mjs. Change that file and run \`npm run tokens\`.
   pair                       least  light   dark
${table.join("\n")} */
:root {
  color-scheme: light;${fixed}
${declarations(LIGHT)}
}
@media (prefers-color-scheme: dark) {
:root:not([data-theme="light"]) {
${dark}
}
}
:root[data-theme="dark"] {
${dark}
}
@media (prefers-reduced-motion: reduce) {
:root { --m-fast: 0ms; --m-base: 0ms; }
}
@media (forced-colors: active) {
:root {
  --rule: CanvasText; --rule-strong: CanvasText; --accent: Highlight; --on-accent: HighlightText;
  --mark: Mark; --mark-ink: MarkText; --focus: none;
}
}
@media print {
:root, :root[data-theme] {
  color-scheme: light;
  --paper: #fff; --surface: #fff; --raised: #fff; --sunken: #fff; --accent-wash: #fff;
  --ink: #000; --ink-2: #333; --ink-3: #444; --rule: #999; --mark: #eee; --mark-ink: #000; --accent: #000;
}
}
`;
}

const rows = measured();
const faint = rows.filter(({ least, ratios }) => ratios.some((ratio) => ratio < least));
for (const { name, least, ratios } of faint) {
  console.error(`contrast too low: ${name} needs ${least}, has ${ratios.map((r) => r.toFixed(2)).join(" and ")}`);
}

const target = new URL("./tokens.css", import.meta.url);
const text = stylesheet(rows);
if (process.argv.includes("--check")) {
  const stale = readFileSync(target, "utf8") !== text;
  if (stale) console.error("tokens.css is stale: run `npm run tokens`");
  if (stale || faint.length > 0) process.exit(1);
  console.log(`${rows.length} contrast pairs in 2 themes, none below its minimum`);
} else {
  if (faint.length > 0) process.exit(1);
  writeFileSync(target, text);
}
