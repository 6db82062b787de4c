/** Sharing a finished observation. Rust says with whom it may be shared; the service decides. */
import { commands } from "../bindings";

export type { Barrier, PreviewView, SharedName, SharingView, ShareView, With } from "../bindings";

export const { observationSharing, previewShare, replaceSharedName, shareObservation, sharedNames, stopSharing } = commands;
