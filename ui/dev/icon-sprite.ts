/**
 * Puts the Lucide icons the app uses into index.html as one hidden sprite, at build time.
 * Icon.svelte points into it with <use>, so no icon costs JavaScript or an innerHTML.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";
import { icons } from "../src/components/icons.ts";

const require = createRequire(import.meta.url);

function symbol(name: string): string {
  const file = require.resolve(`lucide-static/icons/${name}.svg`);
  const shapes = readFileSync(file, "utf8").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, " ").trim()}</symbol>`;
}

export function iconSprite(): Plugin {
  const sprite = () => `<svg class="sprite" aria-hidden="true">${icons.map(symbol).join("")}</svg>`;
  return {
    name: "icon-sprite",
    transformIndexHtml: (html) => html.replace("<body>", `<body>${sprite()}`),
  };
}
