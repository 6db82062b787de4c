/** Words of sharing a debrief, a step or a coaching cycle with supervisors, where the agreement lists it. */
export const supervisorsText = {
  title: { debrief: "Share this debrief", step: "Share this step", cycle: "Share this coaching cycle" },
  whom: "My supervisors",
  some: "The people who supervise your coaching",
  readers: (names: string, teacher: string, records: string) =>
    `${names} will be able to read it: ${teacher} and you agreed to that for ${records}. Never anybody who evaluates ${teacher}.`,
  records: { debrief: "debriefs", step: "steps", cycle: "coaching cycles" },
  stays: {
    debrief: "The script of the lesson and its step are records of their own, and do not go with it.",
    step: "The lesson and the lines that show why do not go with it.",
    cycle: "Its lessons, debriefs and steps are records of their own, and do not go with it.",
  },
  nothing: "No word is written in it yet.",
  act: "Share with my supervisors",
  open: "Share",
  stop: "Stop sharing with my supervisors",
  done: "Shared with your supervisors. It goes out when you are connected",
  stopped: "No longer shared with your supervisors. What was read was read",
};
