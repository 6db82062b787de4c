/** Sharing a finished observation, and other records with supervisors. Rust says with whom it may be shared; the service decides. */
import { commands } from "../bindings";

export type { Barrier, ConsentedReader, ConsentedView, PreviewView, SharedName, SharingView, ShareView, SupervisorsView, With } from "../bindings";

export const { observationSharing, previewShare, replaceSharedNames, shareObservation, sharedNames, stopSharing } = commands;
export const { supervisorSharing, shareWithSupervisors, stopSharingWithSupervisors } = commands;
export const { consentedSharing, showToPerson, stopShowing } = commands;
