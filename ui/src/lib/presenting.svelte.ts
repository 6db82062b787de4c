/**
 * Presenting: the screen is on a wall. Names become roles, search, recent lists and side rails are
 * hidden. Screens ask here whenever they show a name.
 */
import { setPresenting } from "./api/windows";
import { text } from "./text/en";
import { toasts } from "./toasts.svelte";

export type Role = keyof typeof text.roles;

class Presenting {
  isOn = $state(false);

  toggle = (): void => {
    this.isOn = !this.isOn;
    // Here it holds at once. Rust tells the other windows; it refuses only while locked, when no name is shown.
    setPresenting(this.isOn).catch(() => undefined);
  };

  /** Does what would show names, or says that it waits until the wall no longer shows the screen. */
  whenOff(act: () => void): void {
    if (this.isOn) toasts.show(text.shell.presentingFirst);
    else act();
  }

  /** The name, or the role while presenting. */
  name(name: string, role: Role = "person"): string {
    return this.isOn ? text.roles[role] : name;
  }
}

export const presenting = new Presenting();
