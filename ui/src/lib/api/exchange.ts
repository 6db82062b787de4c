/** The exchange with the central service: where it stands, what lies between, and what met. */
import { commands, type ExchangeNow } from "../bindings";

export type {
  AttentionView, Choice, ComparedView, ConflictView, CustodyView, DocumentView, ExchangeNow, ExchangeState, ItemView, KeptReason, MetView, OthersView,
  PassageView, PieceView, ReadyView, ReceiptsView, ReceiptView, RowView, SideView, VersionView, WaitingView, Writer,
} from "../bindings";

/** Why the last try failed. */
export type ExchangeFailure = Exclude<ExchangeNow, "resting" | "exchanging">;

export const { exchangeState, exchangeNow } = commands;
export const { attention, chooseBetween, custody, waiting, receipts, findReceipt, readyForOffline } = commands;
