//! The coach's diary: which lesson is visited when, from the first observed day to the end of next week.
//!
//! It decides only; nothing here writes a row. The week of today is always full: what took place, today's first visit
//! held and the later ones still planned, and the days to come.

use chrono::{Datelike, NaiveDate, Weekday};
use domain::{time::monday, visit::State};

use crate::{
    Size,
    district::{HARLAN, JUNIPER, OKAFOR, Role, SCHOOLS, TEACHERS},
    random::Random,
    span::Span,
    step::{CANCELLED, MOVED, PURPOSES, TEAM_PURPOSES},
};

/// One visit, or one lesson that was observed without a plan.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub date: NaiveDate,
    pub school: usize,
    pub whom: Whom,
    pub starts_minute: u32,
    pub minutes: u32,
    /// Nothing when nobody planned it.
    pub plan: Option<Plan>,
    /// How many lines were written; nothing when there was no observation.
    pub lines: Option<u32>,
}

/// Who is visited, as positions in the district's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    /// A class of a teacher.
    Lesson { teacher: usize, class: usize },
    /// The content team of the school.
    Team,
}

/// What the plan says of a visit.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub state: State,
    pub reason: Option<&'static str>,
    pub purpose: &'static str,
}

/// So many visits are planned on a day that is still to come, in this week and in the next.
const COMING: [u32; 2] = [3, 2];
/// So many visits belong to the day on which the demo is opened.
const TODAY: u32 = 4;

/// Decides on every visit, in the order of days.
pub(crate) fn keep(random: &mut Random, size: &Size, span: &Span) -> Vec<Entry> {
    let mut diary = Diary { random, span, entries: Vec::new(), last_visit: [NaiveDate::MIN; TEACHERS.len()] };
    let past = span.past();
    for (date, held) in past.iter().zip(observed_on(past, span.today, size.observations)) {
        diary.past_day(*date, held);
    }
    for date in span.coming() {
        diary.coming_day(*date);
    }
    let mut entries = diary.entries;
    write_lines(random, &mut entries, size);
    entries
}

/// Spreads the observations over the days: one today, two on each earlier day of this week, the rest evenly.
fn observed_on(past: &[NaiveDate], today: NaiveDate, observations: u32) -> Vec<u32> {
    let earlier = past.partition_point(|date| *date < monday(today));
    let mut left = observations;
    let mut this_week: Vec<u32> = past[earlier..]
        .iter()
        .rev()
        .map(|date| {
            let held = left.min(if *date == today { 1 } else { 2 });
            left -= held;
            held
        })
        .collect();
    this_week.reverse();
    let days = u32::try_from(earlier).expect("a decade has few days");
    let evenly = (0..days).map(|day| share(left, day + 1, days) - share(left, day, days));
    evenly.chain(this_week).collect()
}

fn share(whole: u32, part: u32, parts: u32) -> u32 {
    u32::try_from(u64::from(whole) * u64::from(part) / u64::from(parts)).expect("a part is not more than the whole")
}

/// Gives each observation its number of lines; on average as many as were asked for, and exactly so in pairs.
fn write_lines(random: &mut Random, entries: &mut [Entry], size: &Size) {
    let spread = i64::from(size.lines_each) * 3 / 10;
    let mut observed: Vec<&mut u32> = entries.iter_mut().filter_map(|entry| entry.lines.as_mut()).collect();
    for pair in observed.chunks_mut(2) {
        let more = u32::try_from(random.between(0, spread)).expect("the spread is not negative");
        match pair {
            [one, other] => (**one, **other) = (size.lines_each + more, size.lines_each - more),
            [last] => **last = size.lines_each,
            _ => {}
        }
    }
}

struct Diary<'a> {
    random: &'a mut Random,
    span: &'a Span,
    entries: Vec<Entry>,
    last_visit: [NaiveDate; TEACHERS.len()],
}

impl Diary<'_> {
    /// A day up to today: so many lessons were observed, and one or another visit was called off.
    fn past_day(&mut self, date: NaiveDate, observed: u32) {
        let is_today = date == self.span.today;
        let is_cancelled =
            if self.is_this_week(date) { self.is_day_of_cancellation(date) } else { self.random.chance(12) };
        let more = if is_today { TODAY.saturating_sub(observed) } else { u32::from(is_cancelled) };
        let lessons = self.choose(date, observed + more);
        // What is still to come today lies later in the day than what was held.
        for (position, lesson) in (0..).zip(lessons) {
            match position {
                _ if position < observed => self.held(date, lesson, is_today),
                3 if is_today && self.is_day_of_move(date) => self.planned(date, lesson, State::Moved),
                2 if is_today && self.is_day_of_cancellation(date) => self.planned(date, lesson, State::Cancelled),
                _ if is_today => self.planned(date, lesson, State::Planned),
                _ => self.planned(date, lesson, State::Cancelled),
            }
        }
        if self.is_this_week(date) || self.random.chance(60) {
            self.team(date, if is_today { State::Planned } else { State::Held });
        }
    }

    /// A day after today: visits are planned, one of them was moved there, and one is off already.
    fn coming_day(&mut self, date: NaiveDate) {
        let visits = COMING[usize::from(!self.is_this_week(date))];
        for (position, lesson) in self.choose(date, visits).into_iter().enumerate() {
            let state = match position {
                0 if self.is_day_of_move(date) => State::Moved,
                1 if self.is_day_of_cancellation(date) => State::Cancelled,
                _ => State::Planned,
            };
            self.planned(date, lesson, state);
        }
        self.team(date, State::Planned);
    }

    fn held(&mut self, date: NaiveDate, lesson: Whom, is_planned: bool) {
        // One lesson of ten is observed because somebody asked in the corridor.
        let plan = (is_planned || self.random.chance(90)).then(|| Plan {
            state: State::Held,
            reason: self.random.chance(6).then(|| *self.random.pick(&MOVED)),
            purpose: self.random.pick::<&str>(&PURPOSES),
        });
        self.enter(date, lesson, plan, Some(0));
    }

    fn planned(&mut self, date: NaiveDate, lesson: Whom, state: State) {
        let reason = match state {
            State::Moved => Some(*self.random.pick(&MOVED)),
            State::Cancelled => Some(*self.random.pick(&CANCELLED)),
            State::Planned | State::Held => None,
        };
        let purpose = self.random.pick::<&str>(&PURPOSES);
        self.enter(date, lesson, Some(Plan { state, reason, purpose }), None);
    }

    fn enter(&mut self, date: NaiveDate, whom: Whom, plan: Option<Plan>, lines: Option<u32>) {
        let Whom::Lesson { teacher, class } = whom else { return };
        let (_, starts_minute, ends_minute) = bell(teacher, class);
        let minutes = ends_minute - starts_minute;
        self.entries.push(Entry { date, school: school_on(date), whom, starts_minute, minutes, plan, lines });
    }

    /// Each content team meets once a week, on a day on which the coach is at its school.
    fn team(&mut self, date: NaiveDate, state: State) {
        if !matches!(date.weekday(), Weekday::Mon | Weekday::Tue | Weekday::Wed) {
            return;
        }
        let school = school_on(date);
        let plan = Some(Plan { state, reason: None, purpose: self.random.pick::<&str>(&TEAM_PURPOSES) });
        let starts_minute = SCHOOLS[school].team_minute;
        self.entries.push(Entry { date, school, whom: Whom::Team, starts_minute, minutes: 40, plan, lines: None });
    }

    /// Chooses lessons of a day at different times, those of the longest unvisited teachers, in the order of the day.
    fn choose(&mut self, date: NaiveDate, count: u32) -> Vec<Whom> {
        let mut classes: Vec<(usize, usize)> = TEACHERS
            .iter()
            .enumerate()
            .filter(|(_, teacher)| teacher.school == school_on(date) && teacher.role != Role::Leader)
            .flat_map(|(position, teacher)| (0..teacher.classes.len()).map(move |class| (position, class)))
            .collect();
        self.random.shuffle(&mut classes);
        let mut chosen: Vec<(usize, usize)> = Vec::new();
        while chosen.len() < count as usize {
            let is_free = |(teacher, class): &&(usize, usize)| {
                chosen.iter().all(|(other, its)| bell(*other, *its).0 != bell(*teacher, *class).0)
            };
            let Some(next) = classes.iter().filter(is_free).min_by_key(|(teacher, _)| self.last_visit[*teacher]) else {
                break;
            };
            self.last_visit[next.0] = date;
            chosen.push(*next);
        }
        chosen.sort_by_key(|(teacher, class)| bell(*teacher, *class).1);
        chosen.into_iter().map(|(teacher, class)| Whom::Lesson { teacher, class }).collect()
    }

    fn is_this_week(&self, date: NaiveDate) -> bool {
        monday(date) == monday(self.span.today)
    }

    /// In the week of today one visit is cancelled: on another day than today, if there is one.
    fn is_day_of_cancellation(&self, date: NaiveDate) -> bool {
        let mut days = self.span.days.iter().filter(|day| self.is_this_week(**day));
        *days.find(|day| **day != self.span.today).unwrap_or(&self.span.today) == date
    }

    /// One visit was moved to the next day.
    fn is_day_of_move(&self, date: NaiveDate) -> bool {
        *self.span.coming().first().unwrap_or(&self.span.today) == date
    }
}

/// Returns the lesson time of a class: its code, and when it begins and ends.
pub(crate) fn bell(teacher: usize, class: usize) -> (&'static str, u32, u32) {
    let teacher = &TEACHERS[teacher];
    let (_, _, period) = teacher.classes[class];
    let bells = SCHOOLS[teacher.school].bells;
    *bells.iter().find(|(code, _, _)| *code == period).expect("every class has a period of its school")
}

/// Returns the school at which the coach is on this day.
fn school_on(date: NaiveDate) -> usize {
    match date.weekday() {
        Weekday::Mon | Weekday::Thu | Weekday::Sat | Weekday::Sun => JUNIPER,
        Weekday::Tue | Weekday::Fri => HARLAN,
        Weekday::Wed => OKAFOR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diary(size: &Size, today: &str) -> Vec<Entry> {
        keep(&mut Random::new(1), size, &Span::of(size, today.parse().unwrap()))
    }

    fn states(entries: &[Entry], is_day: impl Fn(&Entry) -> bool) -> Vec<State> {
        entries.iter().filter(|entry| is_day(entry)).filter_map(|entry| Some(entry.plan.as_ref()?.state)).collect()
    }

    #[test]
    fn the_week_of_any_day_has_held_and_planned_visits_and_a_cancelled_one() {
        let mut today: NaiveDate = "2026-01-01".parse().unwrap();
        while today < "2027-12-31".parse().unwrap() {
            let entries = diary(&Size::term(), &today.to_string());
            let on_today = states(&entries, |entry| entry.date == today);
            assert!(on_today.contains(&State::Held) && on_today.contains(&State::Planned), "{today}");
            let around = states(&entries, |entry| (entry.date - today).num_days().abs() <= 7);
            for state in State::ALL {
                assert!(around.contains(&state), "{today} {state:?}");
            }
            today = today + chrono::Days::new(1);
        }
    }

    #[test]
    fn every_observation_is_spread_and_no_two_visits_meet() {
        for (observations, years) in [(0, 1), (1, 1), (13, 1), (40, 1), (600, 1), (2_000, 10)] {
            let entries = diary(&Size { observations, lines_each: 9, years }, "2026-11-18");
            let observed: Vec<u32> = entries.iter().filter_map(|entry| entry.lines).collect();
            assert_eq!(observed.len(), observations as usize);
            assert_eq!(observed.iter().sum::<u32>(), observations * 9);
            let mut times: Vec<_> = entries.iter().map(|entry| (entry.date, entry.starts_minute)).collect();
            times.sort_unstable();
            assert!(times.windows(2).all(|pair| pair[0] != pair[1]), "{observations}");
        }
    }

    #[test]
    fn every_coached_teacher_is_visited_in_a_term() {
        let entries = diary(&Size::term(), "2026-11-18");
        for (teacher, found) in TEACHERS.iter().enumerate().filter(|(_, found)| found.role != Role::Leader) {
            let is_observed = |entry: &Entry| {
                entry.lines.is_some() && matches!(entry.whom, Whom::Lesson { teacher: own, .. } if own == teacher)
            };
            assert!(entries.iter().any(is_observed), "{}", found.name.1);
        }
    }
}
