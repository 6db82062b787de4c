import { dateWithYear, shortWeekday } from "../time";

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** Words of the field for a day. */
export const dayText = {
  how: "As 13 Oct, tue, +5 or 2026-10-13",
  said: (date: string) => `${shortWeekday(date)} ${dateWithYear(date)}`,
  pick: (label: string) => `Calendar: ${label}`,
  unreadable: "This is no day. Write it as 13 Oct, tue, +5 or 2026-10-13.",
  missing: (day: number, month: number, year: number) => `${day} ${months[month - 1]} ${year} does not exist. Write another day.`,
};
