/** What teachers ask coaches for, and the answers. */
import { commands } from "../bindings";

export type { AskCoach, RequestsView, RequestView } from "../bindings";

export const { coachingRequests, askCoach, acceptRequest, declineRequest } = commands;

/** The ways in which a teacher can want to be coached. */
export const ways = ["observe", "model", "co_teach", "plan_together", "look_at_work"] as const;
