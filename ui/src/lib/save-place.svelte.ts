/**
 * Where a new file will be: its name, which a person reads and writes, and apart from it its folder.
 * A whole path that is written in place of the name is taken as it is.
 */
export class SavePlace {
  name = $state("");
  #folder = $state("");

  /** Takes over a whole path: a suggestion, or what the computer's dialog gave. */
  take(path: string): void {
    this.#folder = folderOf(path);
    this.name = path.slice(this.#folder.length).replace(/^[/\\]/, "");
  }

  get folder(): string {
    return isWhole(this.name) ? folderOf(this.name.trim()) : this.#folder;
  }

  get path(): string {
    const name = this.name.trim();
    if (isWhole(name)) return name;
    const stroke = this.#folder.includes("\\") ? "\\" : "/";
    return this.#folder.endsWith(stroke) ? this.#folder + name : this.#folder + stroke + name;
  }
}

function isWhole(name: string): boolean {
  return /^\s*([/\\]|[a-z]:[/\\])/i.test(name);
}

function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  // The top folder keeps its stroke: "/" and "C:\\".
  return /^([a-z]:)?[/\\]$/i.test(path.slice(0, end + 1)) ? path.slice(0, end + 1) : path.slice(0, Math.max(end, 0));
}
