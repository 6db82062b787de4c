import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

/** Every component by its place, so that each build gives each of them the same mark. */
const places = readdirSync(fileURLToPath(new URL("./src", import.meta.url)), { recursive: true })
  .filter((place) => place.endsWith(".svelte"))
  .map((place) => place.replaceAll("\\", "/"))
  .sort();

/** The shortest mark there is: it stands in every scoped rule and element, and is most of what cannot be compressed there. */
function cssHash({ filename }) {
  const place = filename.replaceAll("\\", "/").replace(/^.*\/src\//, "");
  // A component that was written since the program was started comes last.
  if (!places.includes(place)) places.push(place);
  // A capital, so that it is no class of ours.
  return `S${places.indexOf(place).toString(36)}`;
}

export default { preprocess: vitePreprocess(), compilerOptions: { runes: true, cssHash } };
