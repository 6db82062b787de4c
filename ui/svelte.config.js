import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

/** Which component has which mark on its rules. */
const marks = new Map();

/** A short mark: it stands in every scoped rule and element, and is most of what cannot be compressed there. */
function cssHash({ hash, filename }) {
  const mark = `s${hash(filename.replace(/^.*\/src\//, "")).slice(0, 4)}`;
  if ((marks.get(mark) ?? filename) !== filename) throw new Error(`${filename} and ${marks.get(mark)} have one mark: make it longer`);
  marks.set(mark, filename);
  return mark;
}

export default { preprocess: vitePreprocess(), compilerOptions: { runes: true, cssHash } };
