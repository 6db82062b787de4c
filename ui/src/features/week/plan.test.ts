import { expect, test } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { visit, week } from "../../dev/example-week";
import type { ClassView } from "$lib/api/people";
import type { CalendarDay, PeriodView } from "$lib/api/schools";
import type { WeekEntry } from "$lib/api/weeks";
import { ANY_TIME, AT_TIME, PlanForm } from "./plan.svelte";
import type { Who } from "./who";

const periods: PeriodView[] = [
  { code: "1", startsMinute: 490, endsMinute: 535 },
  { code: "2", startsMinute: 540, endsMinute: 585 },
  { code: "3", startsMinute: 600, endsMinute: 640 },
];
const okafor: Who = { id: "okafor", kind: "teacher", name: "Adaeze Okafor", title: "Adaeze Okafor" };

interface World {
  planned?: WeekEntry[];
  days?: CalendarDay[];
  classes?: Partial<ClassView>[];
  coaches?: { id: string; name: string }[];
  lessons?: PeriodView[];
  entry?: WeekEntry | null;
}

async function form({ planned = [], days = [], classes = [], coaches = [], lessons = periods, entry = null }: World = {}) {
  const known = [{ id: "okafor", name: "Adaeze Okafor", schoolId: "s", school: "Lincoln", context: "Math 4" }];
  const rust = fakeRust({
    teachers: () => [...known],
    people: () => ({ people: [], teams: [{ id: "team", title: "Math team", subject: "Math", school: "s", members: [], pastMembers: [], goals: [] }] }),
    person: () => ({ classes: classes.map((one, at) => ({ id: `c${at}`, title: "Math", subject: "", grade: "", period: "", room: "", ...one })) }),
    schools: () => [
      // Two districts have a Lincoln: what a school is called does not tell which it is.
      { id: "other", name: "Lincoln", kind: "school", zone: "America/Chicago", periods: [{ code: "9", startsMinute: 480, endsMinute: 500 }] },
      { id: "s", name: "Lincoln", kind: "school", zone: "America/Chicago", periods: lessons },
    ],
    calendar: () => ({ years: [], days }),
    observable_coaches: () => coaches,
    week: () => week("9:02", planned),
    add_teacher: ({ name }) => {
      known.push({ id: "new", name: String(name), schoolId: "s", school: "Lincoln", context: "" });
      return { id: "new", name };
    },
  });
  const made = new PlanForm(week("9:02", planned), entry);
  await made.load();
  return { form: made, rust };
}

test("the_next_day_with_lessons_is_offered", async () => {
  expect((await form()).form.date).toBe("2026-11-20");

  const holiday = { date: "2026-11-20", kind: "holiday", label: "Founders' Day" };
  expect((await form({ days: [holiday] })).form.date).toBe("2026-11-23");
});

test("the_first_free_period_is_offered_with_its_length", async () => {
  const { form: made } = await form({ planned: [visit("v", "Liu", "8:10", { date: "2026-11-20" })] });

  await made.choose(okafor);

  expect([made.when, made.minutes]).toEqual(["2", "45"]);
});

test("a_period_in_which_the_teacher_has_a_class_goes_before_an_earlier_one", async () => {
  const { form: made } = await form({ classes: [{ period: "3" }, { period: "" }] });

  await made.choose(okafor);

  expect([made.when, made.minutes, made.section]).toEqual(["3", "40", "c0"]);
});

test("today_a_period_that_has_begun_is_not_offered", async () => {
  const { form: made } = await form();
  await made.choose(okafor);

  made.date = "2026-11-19";
  await made.chooseDay();

  expect(made.when).toBe("3");
});

test("a_time_the_person_chose_stays_when_the_day_changes", async () => {
  const { form: made } = await form();
  await made.choose(okafor);

  made.chooseTime("3");
  made.date = "2026-11-23";
  await made.chooseDay();

  expect(made.when).toBe("3");
});

test("without_lesson_times_a_time_of_day_is_asked", async () => {
  const { form: made } = await form({ lessons: [] });
  await made.choose(okafor);
  made.time = "1:15";

  expect(made.when).toBe(AT_TIME);
  expect(made.plan()?.startsMinute).toBe(795);
});

test("nobody_chosen_a_wrong_day_and_a_wrong_time_are_no_plan", async () => {
  const { form: made } = await form();
  expect(made.plan()).toBeNull();

  await made.choose(okafor);
  expect(made.plan()).not.toBeNull();

  made.date = "2026-02-30";
  expect(made.plan()).toBeNull();
  made.date = "2026-11-20";
  made.chooseTime(AT_TIME);
  made.time = "soon";
  expect(made.plan()).toBeNull();
});

test("a_name_changed_after_choosing_is_nobody_again", async () => {
  const { form: made } = await form();
  await made.choose(okafor);

  made.query = "Adaeze Okafo";

  expect(made.plan()).toBeNull();
});

test("an_unknown_name_is_offered_as_a_new_teacher_and_a_known_one_is_not", async () => {
  const { form: made, rust } = await form();
  const offered = () => made.groups.flatMap((group) => group.options).map((option) => option.title);

  made.query = "okafor";
  expect(offered()).toEqual(["Adaeze Okafor", "Add okafor as a teacher"]);
  made.query = "adaeze okafor";
  expect(offered()).toEqual(["Adaeze Okafor"]);

  made.query = "Sam Whitaker";
  await made.choose(made.groups.flatMap((group) => group.options)[0]!);
  expect(rust.asked.some(({ command }) => command === "add_teacher")).toBe(true);
  expect(made.plan()?.teacher).toBe("new");
});

test("a_team_is_planned_as_a_team", async () => {
  const { form: made } = await form();

  await made.choose({ id: "team", kind: "team", name: "Math team", title: "Math team" });
  made.chooseTime(ANY_TIME);

  expect(made.plan()).toMatchObject({ teacher: null, team: "team", startsMinute: null });
});

test("a_team_meets_at_the_lesson_times_of_its_school", async () => {
  const { form: made } = await form();

  await made.choose({ id: "team", kind: "team", name: "Math team", title: "Math team" });

  expect(made.periods.map(({ code }) => code)).toEqual(["1", "2", "3"]);
});

test("changing_only_the_purpose_is_no_move_and_another_day_is", async () => {
  const entry = visit("v", "Adaeze Okafor", "9:00", { period: "2", teacher: { id: "okafor", name: "Adaeze Okafor" } });
  const { form: made } = await form({ entry });

  made.purpose = "Wait time";
  expect(made.isMoved).toBe(false);
  made.date = "2026-11-23";
  expect(made.isMoved).toBe(true);
});

test("a_visit_to_a_coach_whom_one_supervises_names_the_coach_and_no_teacher_and_is_for_nothing_else", async () => {
  const { form: made } = await form({ coaches: [{ id: "dana", name: "Dana Whitfield" }] });
  made.query = "dan";
  const offered = made.groups.flatMap(({ options }) => options).find(({ kind }) => kind === "coach")!;

  await made.choose(offered);
  made.time = "10:00";

  expect(made.isOfCoach).toBe(true);
  expect(made.plan()).toMatchObject({ coach: "dana", teacher: null, team: null, kind: "" });
});

test("nobody_is_offered_as_a_coach_whom_one_does_not_supervise", async () => {
  const { form: made } = await form();
  made.query = "dan";

  expect(made.groups.find(({ id }) => id === "coaches")!.options).toEqual([]);
});
