/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { iconSprite } from "./dev/icon-sprite.ts";

const source = (folder: string) => fileURLToPath(new URL(`./src/${folder}`, import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), iconSprite()],
  clearScreen: false,
  resolve: {
    alias: { $lib: source("lib"), $components: source("components"), $features: source("features") },
    // Tests must resolve Svelte's browser build.
    ...(mode === "test" ? { conditions: ["browser"] } : {}),
  },
  // About shows the NOTICE that lies beside ui/.
  server: { port: 1420, strictPort: true, host: "127.0.0.1", fs: { allow: [".."] } },
  build: {
    // WebKitGTK 2.50 and WKWebView of macOS 13; Edge WebView2 is newer than both.
    target: "safari16",
    // Fonts and pictures stay files: the content policy allows no data: addresses for them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One sheet: in several, which rule is the last would depend on which screen was opened first.
    cssCodeSplit: false,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["./src/dev/test-setup.ts"],
  },
}));
