/** Words of observing a coach: for the coach and who supervises them. */
export const observingCoachText = {
  whom: "Which coach?",
  placeholder: "Three letters of the name",
  hint: "Enter begins. It is for this coach and you: shared with them when you say so, and with nobody else. Name no teacher.",
  act: "Observe their coaching",
  coaches: "Coaches whom you supervise",
  detail: "Observe their coaching",
  planHint: "You observe their coaching. The visit is yours alone; what you write is shared with them when you say so.",
};
