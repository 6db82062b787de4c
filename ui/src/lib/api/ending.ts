/** How coaching ends, and what the coach who follows gets. */
import { commands } from "../bindings";

export type { BeforeView, EndCoaching, EndedView, EndingView, FollowerView, HandedView } from "../bindings";

export const { coachingEnd, endCoaching, handOver, coachedBefore, followingCoach, agreeToHandOver } = commands;

/** Why coaching ends, as codes; the words are in the catalogue. */
export const reasons = ["completed", "teacher_left", "coach_left", "leave", "teacher_asked", "reassigned", "other"] as const;
export type Reason = (typeof reasons)[number];

/** What a step is about, as codes. */
export const categories = ["questioning", "discussion", "checking", "explaining", "tasks", "routines", "feedback", "other"] as const;
export type Category = (typeof categories)[number];
