/** With whom a record can be shared, as a dialog of its own each. */
export type Whom = "teacher" | "supervisors" | "person";
