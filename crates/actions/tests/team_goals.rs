//! What a team wants to reach together (SD-19), and the numbers of its example.

#[cfg(test)]
mod tests {
    use actions::{
        person::{self, TeamView},
        record,
        team_goal::{self, AddTeamMeasure, SaveTeamGoal, TeamGoalView},
    };
    use domain::{Problem, RowId};
    use store::{Seeded, Writer};
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    const DAY_MS: i64 = 86_400_000;
    /// Monday 5 October 2026, noon in New York.
    const BASELINE_MS: i64 = 1_791_216_000_000;

    struct Desk {
        writer: Writer,
        folder: TempDir,
        now_ms: i64,
        school: RowId,
        members: [RowId; 3],
    }

    fn desk() -> Desk {
        let Profile { mut writer, folder, .. } =
            support::begun(1, BASELINE_MS, "Robin Vale", "Alder County", "Birch Elementary");
        let school = actions::school::list(writer.reader()).unwrap();
        let school = school.into_iter().find(|one| one.name == "Birch Elementary").unwrap().id;
        let members = ["Marisol", "Inés", "Amir"].map(|given| {
            let added = person::AddPerson {
                given: given.into(),
                family: "Ortega".into(),
                email: String::new(),
                code: "teacher".into(),
                school: Some(school),
                coached: true,
            };
            person::add(&mut writer, &added).unwrap()
        });
        let mut desk = Desk { writer, folder, now_ms: BASELINE_MS, school, members };
        desk.save_team(None, &members);
        desk
    }

    impl Desk {
        /// The same file on a later day.
        fn after_days(self, days: i64) -> Self {
            let Self { writer, folder, now_ms, school, members } = self;
            drop(writer);
            let now_ms = now_ms + days * DAY_MS;
            let clock = Box::new(Seeded::new(2, now_ms));
            let writer = Writer::open(&folder.path().join("profile.db"), &support::key(), clock).unwrap();
            Self { writer, folder, now_ms, school, members }
        }

        fn save_team(&mut self, id: Option<RowId>, members: &[RowId]) {
            let (title, subject) = ("Grade 5 team".to_owned(), "Math".to_owned());
            let save = person::SaveTeam { id, title, subject, school: Some(self.school), members: members.to_vec() };
            person::save_team(&mut self.writer, &save).unwrap();
        }

        fn team(&self) -> TeamView {
            person::list(self.writer.reader(), self.now_ms).unwrap().teams.remove(0)
        }

        fn goal(&self) -> TeamGoalView {
            self.team().goals.remove(0)
        }

        fn typed(&self) -> SaveTeamGoal {
            SaveTeamGoal {
                id: None,
                team: self.team().id,
                statement: "Students explain why two ratios are equivalent".into(),
                metric: "% at standard on the unit task".into(),
                direction: "up".into(),
                baseline: "55".into(),
                baseline_date: "2026-10-05".into(),
                baseline_count: "112".into(),
                target: "70 %".into(),
                due: "2026-12-15".into(),
                members: self.members.to_vec(),
            }
        }

        fn save(&mut self, save: &SaveTeamGoal) -> Result<RowId, Problem> {
            team_goal::save(&mut self.writer, self.now_ms, save).map_err(Problem::from)
        }

        fn measure(&mut self, date: &str, value: &str) -> Result<RowId, Problem> {
            let goal = self.goal().id;
            let add = AddTeamMeasure {
                goal,
                date: date.into(),
                value: value.into(),
                count: "108".into(),
                task: String::new(),
            };
            team_goal::add_measure(&mut self.writer, self.now_ms, &add).map_err(Problem::from)
        }

        fn undo(&mut self) -> Option<String> {
            record::undo(&mut self.writer, None).unwrap()
        }
    }

    #[test]
    fn sd_19_a_goal_from_55_to_70_stands_at_53_percent_with_63_and_who_left_on_1_november_is_kept_and_flagged() {
        let mut desk = desk();
        desk.save(&desk.typed()).unwrap();
        let [mari, ines, amir] = desk.members;

        let mut desk = desk.after_days(27);
        let team = desk.team().id;
        desk.save_team(Some(team), &[ines, amir]);
        let mut desk = desk.after_days(15);
        desk.measure("2026-11-16", "63").unwrap();

        let goal = desk.goal();
        assert_eq!(goal.way, "53 % of the way");
        assert_eq!((goal.baseline.as_str(), goal.target.as_str(), goal.due_day.as_str()), ("55", "70", "Tue 15 Dec"));
        assert_eq!((goal.measures[0].over.as_str(), goal.measures[0].day.as_str()), ("of 108", "Mon 16 Nov"));
        let members: Vec<_> = goal.members.iter().map(|one| (one.id, one.has_left, one.left.as_str())).collect();
        let mut expected = [(mari, true, "Sun 1 Nov"), (ines, false, ""), (amir, false, "")];
        expected.sort_by_key(|(id, ..)| *id);
        let mut found = members.clone();
        found.sort_by_key(|(id, ..)| *id);
        assert_eq!(found, expected);
    }

    #[test]
    fn who_left_stays_named_when_the_goal_is_changed_and_nobody_from_outside_is_named() {
        let mut desk = desk();
        let id = desk.save(&desk.typed()).unwrap();
        let [mari, ines, amir] = desk.members;
        let team = desk.team().id;
        let mut desk = desk.after_days(5);
        desk.save_team(Some(team), &[ines, amir]);
        let mut desk = desk.after_days(5);

        let changed = SaveTeamGoal { id: Some(id), target: "75".into(), members: vec![mari, ines], ..desk.typed() };
        desk.save(&changed).unwrap();

        let goal = desk.goal();
        let mut named: Vec<_> = goal.members.iter().map(|one| (one.id, one.has_left)).collect();
        named.sort_unstable();
        let mut expected = vec![(mari, true), (ines, false)];
        expected.sort_unstable();
        assert_eq!((goal.target.as_str(), named), ("75", expected));

        let fresh = SaveTeamGoal { members: vec![mari, ines], ..desk.typed() };
        let refused = desk.save(&fresh).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("members"));
        assert_eq!(desk.team().goals.len(), 1);

        assert_eq!(desk.undo().as_deref(), Some("Change a goal of a team"));
        assert_eq!((desk.goal().target.as_str(), desk.goal().members.len()), ("70", 3));
    }

    #[test]
    fn each_act_is_undone_and_a_removed_goal_comes_back_with_what_was_measured() {
        let mut desk = desk();
        let id = desk.save(&desk.typed()).unwrap();
        let mut desk = desk.after_days(20);
        let measure = desk.measure("2026-10-20", "58,5").unwrap();

        team_goal::remove(&mut desk.writer, id).unwrap();
        assert!(desk.team().goals.is_empty());
        assert_eq!(desk.undo().as_deref(), Some("Remove a goal of a team"));
        assert_eq!((desk.goal().measures.len(), desk.goal().way.as_str()), (1, "23 % of the way"));

        team_goal::remove_measure(&mut desk.writer, id, measure).unwrap();
        assert!(desk.goal().measures.is_empty() && desk.goal().way.is_empty());
        assert_eq!(desk.undo().as_deref(), Some("Remove a measure of a team’s goal"));
        assert_eq!(desk.goal().measures.len(), 1);
    }

    #[test]
    fn what_cannot_be_is_said_at_its_field_and_nothing_is_kept() {
        let mut desk = desk();
        let typed = desk.typed();
        let cases = [
            ("statement", SaveTeamGoal { statement: "  ".into(), ..typed.clone() }),
            ("statement", SaveTeamGoal { statement: "x".repeat(241), ..typed.clone() }),
            ("statement", SaveTeamGoal { statement: "they try //secret".into(), ..typed.clone() }),
            ("metric", SaveTeamGoal { metric: "x".repeat(241), ..typed.clone() }),
            ("direction", SaveTeamGoal { direction: "sideways".into(), ..typed.clone() }),
            ("baseline", SaveTeamGoal { baseline: "1,200".into(), ..typed.clone() }),
            ("baselineDate", SaveTeamGoal { baseline_date: "2026-02-30".into(), ..typed.clone() }),
            ("baselineDate", SaveTeamGoal { baseline_date: "2026-10-06".into(), ..typed.clone() }),
            ("baselineCount", SaveTeamGoal { baseline_count: "0".into(), ..typed.clone() }),
            ("target", SaveTeamGoal { target: "50".into(), ..typed.clone() }),
            ("due", SaveTeamGoal { due: "2026-10-05".into(), ..typed.clone() }),
            ("members", SaveTeamGoal { members: Vec::new(), ..typed.clone() }),
        ];
        for (field, save) in cases {
            let refused = desk.save(&save).unwrap_err();
            assert_eq!(refused.field.as_deref(), Some(field), "{}", refused.message);
        }
        assert!(desk.team().goals.is_empty());

        desk.save(&typed).unwrap();
        for (field, date, value) in
            [("date", "2026-10-04", "60"), ("date", "2026-10-06", "60"), ("value", "2026-10-05", "many")]
        {
            let refused = desk.measure(date, value).unwrap_err();
            assert_eq!(refused.field.as_deref(), Some(field), "{}", refused.message);
        }
        assert!(desk.goal().measures.is_empty());
    }
}
