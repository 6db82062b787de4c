import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

/** Which folders a file may not import from: the layers of README.md. */
const closed = (groups, message) => ({
  "no-restricted-imports": ["error", { patterns: [{ group: groups, message }] }],
});
const tauri = "@tauri-apps/*";

export default ts.config(
  { ignores: ["dist/", "src/lib/bindings.ts"] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "svelte/no-at-html-tags": "error",
      // Maps and sets here hold handlers and traces, on purpose outside of what the screens react to.
      "svelte/prefer-svelte-reactivity": "off",
      "svelte/no-inline-styles": ["error", { allowTransitions: false }],
    },
  },
  { files: ["src/**"], rules: closed([tauri], "Only lib/api/ipc.ts knows Tauri.") },
  {
    files: ["src/lib/**"],
    ignores: ["src/lib/api/ipc.ts"],
    rules: closed([tauri, "$components/*", "$features/*", "**/shell/*"], "lib knows no screen and no component."),
  },
  {
    files: ["src/components/**"],
    rules: closed([tauri, "$features/*", "**/shell/*", "$lib/api/session"], "A component shows; it asks nobody."),
  },
  {
    files: ["src/features/**"],
    rules: closed([tauri, "**/shell/*", "**/screens"], "A feature does not know the frame around it."),
  },
  { files: ["src/lib/api/ipc.ts"], rules: { "no-restricted-imports": "off" } },
);
