/** Sharing agreements: their versions, who accepted them, and what the service was told. */
import { commands } from "../bindings";

export type { AgreementItem, AgreementView, OfferView, SaidView, VersionOfAgreement } from "../bindings";

export const { sharingAgreement, proposeAgreement, acceptAgreement, withdrawAgreement, withdrawCoachingConsent, tellAgreement, printAgreement } = commands;

/** The most letters of the pair's own words. */
export const LONGEST = 2000;
