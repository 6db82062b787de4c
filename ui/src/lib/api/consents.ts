/** What a teacher consents to show to one person, record by record. */
import { commands } from "../bindings";

export type { ConsentRow, ConsentView } from "../bindings";

export const { consents, consentTo, sayConsent } = commands;
