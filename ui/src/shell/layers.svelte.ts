/** The dialogs that can be opened from everywhere. One at a time. */
export type Layer = "search" | "search-hidden" | "help" | "new-observation";

class Layers {
  top = $state<Layer | null>(null);

  close = (): void => {
    this.top = null;
  };
}

export const layers = new Layers();

export function open(layer: Layer): void {
  layers.top = layer;
}
