/** Sharing a finished observation. Rust says with whom it may be shared; the service decides. */
import { commands } from "../bindings";

export type { Barrier, PreviewView, SharingView, ShareView, With } from "../bindings";

export const { observationSharing, previewShare, shareObservation, stopSharing } = commands;
