//! The organisation's roster: what a file changes, what reaches a device, and what taking it back leaves.

use std::collections::BTreeSet;

use domain::{
    RowId, Value,
    schema::{organisation, person, role, section},
};
use server::{facts, storage::transact};
use sync::exchange::News;

use crate::{
    served_on_both,
    support::{
        Had, Rows,
        program::{Guest, Place, Served, guest},
    },
};

served_on_both! {
    a_roster_arrives_on_a_device_and_decides_access
    a_dry_run_says_everything_and_changes_nothing
    who_is_missing_from_a_complete_file_ends_and_many_only_when_somebody_says_so
    an_import_is_taken_back_whole_or_not_at_all
    somebody_of_the_same_name_is_joined_only_when_somebody_says_so
    a_name_that_left_a_coaches_cell_coaches_no_longer
    two_people_who_are_one_are_merged_after_a_preview_and_parted_again
}

const STAFF: &str = "\
Staff ID,First Name,Last Name,Email,School,Role,Subject,Period,Coach,Evaluator
c1,Carla,Coachworth,carla@x.example,Lincoln,coach,,,,
p1,Petra,Princeton,petra@x.example,Lincoln,principal,,,,
t1,Tomas,Teachwell,tomas@x.example,Lincoln,teacher,Math,2,c1,petra@x.example
t2,Tara,Teachwell,tara@x.example,Washington,teacher,Science,3,Carla Coachworth,
t3,,,,Lincoln,teacher,Math,1,c1,
s1,Sam,Small,,Lincoln,student,,,,
";

/// An organisation that has a roster's file beside it.
struct Office<'a> {
    place: &'a Place,
    org: RowId,
}

impl<'a> Office<'a> {
    fn new(place: &'a Place) -> (Self, String) {
        let code = place.organisation();
        let org = transact(&*place.storage(), |tx| tx.query("select org_id from organisation", &[])).unwrap()[0].id(0);
        (Self { place, org: org.unwrap() }, code)
    }

    fn try_import(&self, file: &str, more: &[&str]) -> Result<serde_json::Value, String> {
        let path = self.place.file("staff.csv");
        std::fs::write(&path, file).unwrap();
        self.place.try_admin(&[&["import-roster", path.to_str().unwrap()], more].concat())
    }

    fn import(&self, file: &str, more: &[&str]) -> serde_json::Value {
        self.try_import(file, more).unwrap()
    }

    fn undo(&self, import: &serde_json::Value) -> Result<serde_json::Value, String> {
        self.place.try_admin(&["import-roster", "--undo", import["import"].as_str().unwrap()])
    }

    fn facts(&self) -> BTreeSet<facts::Named> {
        transact(&*self.place.storage(), |tx| facts::all(tx, self.org)).unwrap()
    }

    fn audited(&self) -> Vec<String> {
        let rows = transact(&*self.place.storage(), |tx| tx.query("select act from audit order by number", &[]));
        rows.unwrap().iter().map(|row| row.text(0).unwrap()).collect()
    }

    fn people(&self) -> usize {
        self.place.admin(&["people", "list"]).as_array().unwrap().len()
    }
}

/// Everything that a device has been given.
fn received(guest: &mut Guest, served: &Served, had: &mut Had) -> Rows {
    loop {
        let answer = guest.ask(&served.address, Vec::new());
        for news in answer.news {
            let News::Block(block) = news else { panic!("closed") };
            had.blocks.push(block);
        }
        if !answer.more {
            return had.rows();
        }
    }
}

/// The row of a person by the sender's id.
fn of(rows: &Rows, external: &str) -> RowId {
    let found = rows.iter().find(|((entity, _), values)| {
        *entity == person::ENTITY.number && values.get(&person::EXTERNAL_ID) == Some(&external.into())
    });
    found.unwrap_or_else(|| panic!("nobody is {external}")).0.1
}

fn count(rows: &Rows, entity: u16) -> usize {
    rows.keys().filter(|(number, _)| *number == entity).count()
}

fn named(kind: &str, subject: RowId, object: RowId, detail: &str) -> facts::Named {
    (kind.to_owned(), subject, object, detail.to_owned())
}

fn a_roster_arrives_on_a_device_and_decides_access(place: &Place) {
    let (office, code) = Office::new(place);
    let served = place.serve(&[]);
    let (mut guest, mut had) = (guest(&served.address, &code, 1), Had::default());
    received(&mut guest, &served, &mut had);

    let done = office.import(STAFF, &[]);
    let rows = received(&mut guest, &served, &mut had);

    assert_eq!(done["summary"], "2 schools and districts, 4 people, 4 roles and 2 classes were added.");
    let [coach, principal, teacher, other] = ["c1", "p1", "t1", "t2"].map(|external| of(&rows, external));
    assert_eq!(rows[&(person::ENTITY.number, teacher)][&person::GIVEN], "Tomas".into());
    let sections = rows.iter().filter(|((entity, _), _)| *entity == section::ENTITY.number);
    let mut taught: Vec<_> = sections.map(|(_, row)| (&row[&section::TEACHER], &row[&section::TITLE])).collect();
    taught.sort_by_key(|(_, title)| title.text());
    let (math, science) = ("Math, period 2".into(), "Science, period 3".into());
    assert_eq!(taught, [(&Value::Id(teacher), &math), (&Value::Id(other), &science)]);
    let school =
        rows.iter().find_map(|((_, id), row)| (row.get(&organisation::NAME) == Some(&"Lincoln".into())).then_some(*id));
    let school = school.unwrap();
    let holds = rows.values().any(|row| {
        row.get(&role::PERSON) == Some(&Value::Id(principal))
            && row.get(&role::ORGANISATION) == Some(&Value::Id(school))
    });
    assert!(holds);
    assert!(!had.holds("Small"), "students are never taken");

    let facts = office.facts();
    for fact in [
        named("pair", coach, teacher, ""),
        named("pair", coach, other, ""),
        named("evaluator", principal, teacher, ""),
        named("role", principal, school, "principal"),
        named("school", teacher, school, ""),
        named("school", teacher, office.org, ""),
    ] {
        assert!(facts.contains(&fact), "{fact:?}");
    }
    assert_eq!(facts.iter().filter(|(kind, ..)| kind == "pair").count(), 2);
    assert_eq!(office.people(), 5, "who is on the roster can be invited");
    assert!(office.try_import(STAFF, &[]).unwrap_err().contains("everything is as the file has it"));
    assert_eq!(office.audited(), ["created", "invited", "enrolled", "roster-imported"]);
    place.admin(&["verify"]);
}

fn a_dry_run_says_everything_and_changes_nothing(place: &Place) {
    let (office, _) = Office::new(place);
    let (facts, people) = (office.facts(), office.people());

    let told = office.import(STAFF, &["--dry-run"]);

    assert_eq!(told["left_out"][0]["row"], 6);
    assert_eq!(told["left_out"].as_array().unwrap().len(), 1);
    let counts: Vec<_> =
        told["counts"].as_array().unwrap().iter().map(|kind| kind["added"].as_u64().unwrap()).collect();
    assert_eq!(counts, [2, 4, 4, 2, 0, 0]);
    let mapping = &told["mapping"];
    assert_eq!(mapping["links"][0], serde_json::json!({ "header": "Coach", "kind": "coach" }));
    assert_eq!((office.facts(), office.people()), (facts, people));
    assert_eq!(office.audited(), ["created", "invited"]);

    // What it says of the columns can be changed and given back.
    let mut mapping = mapping.clone();
    mapping["links"] = serde_json::json!([{ "header": "Evaluator", "kind": "evaluator" }]);
    let path = place.file("mapping.json");
    std::fs::write(&path, mapping.to_string()).unwrap();
    office.import(STAFF, &["--mapping", path.to_str().unwrap()]);
    let kinds: BTreeSet<_> = office.facts().into_iter().map(|(kind, ..)| kind).collect();
    assert!(kinds.contains("evaluator") && !kinds.contains("pair"));
}

fn who_is_missing_from_a_complete_file_ends_and_many_only_when_somebody_says_so(place: &Place) {
    let (office, code) = Office::new(place);
    office.import(STAFF, &[]);
    let before = office.facts();
    let fewer: String = STAFF.lines().filter(|line| !line.starts_with("p1")).map(|line| format!("{line}\n")).collect();

    let asked = office.try_import(&fewer, &["--complete"]).unwrap_err();
    assert!(asked.contains("--end-missing") && office.facts() == before, "{asked}");
    let left_out = office.import(&fewer, &["--complete", "--end-missing", "--dry-run"]);
    assert_eq!(left_out["links_left_out"].as_array().unwrap().len(), 0, "she is still known by her address");
    office.import(&fewer, &["--complete", "--end-missing"]);

    let served = place.serve(&[]);
    let rows = received(&mut guest(&served.address, &code, 1), &served, &mut Had::default());
    let gone = of(&rows, "p1");
    let ended = |row: &&std::collections::BTreeMap<u16, Value>| {
        row.get(&role::PERSON) == Some(&Value::Id(gone)) && row.contains_key(&role::ENDS)
    };
    assert_eq!(rows.values().filter(ended).count(), 1, "her role has a last day, and she is still there");
    assert!(!office.facts().iter().any(|(kind, who, ..)| kind == "role" && *who == gone));
}

fn an_import_is_taken_back_whole_or_not_at_all(place: &Place) {
    let (office, code) = Office::new(place);
    let served = place.serve(&[]);
    let (mut guest, mut had) = (guest(&served.address, &code, 1), Had::default());
    office.import(&STAFF.lines().take(4).map(|line| format!("{line}\n")).collect::<String>(), &[]);
    let first = (received(&mut guest, &served, &mut had), office.facts(), office.people());

    let changed = STAFF.replace("Tomas", "Thomas").replace(",2,c1,petra@x.example", ",2,,");
    let second = office.import(&changed, &[]);
    assert_ne!(received(&mut guest, &served, &mut had), first.0);
    let third = office.import(&changed.replace("Tara", "Thea"), &[]);

    assert!(office.undo(&second).unwrap_err().contains("changed again since"));
    office.undo(&third).unwrap();
    assert!(office.undo(&third).unwrap_err().contains("taken back before"));
    office.undo(&second).unwrap();

    assert_eq!((received(&mut guest, &served, &mut had), office.facts(), office.people()), first);
    place.admin(&["verify"]);
    let again = office.import(&changed, &[]);
    let rows = received(&mut guest, &served, &mut had);
    assert_eq!(count(&rows, person::ENTITY.number), 5);
    let invited = of(&rows, "t2").to_string();
    place.admin(&["invite", "--person", &invited]);
    assert!(office.undo(&again).unwrap_err().contains("device or an invitation"));
    let listed = place.admin(&["import-roster", "--list"]);
    let undone = listed.as_array().unwrap().iter().filter(|import| import["undone_ms"].is_i64()).count();
    assert_eq!((listed.as_array().unwrap().len(), undone), (4, 2));
}

fn somebody_of_the_same_name_is_joined_only_when_somebody_says_so(place: &Place) {
    let (office, _) = Office::new(place);
    let ada = place.admin(&["people", "list"])[0]["person"].as_str().unwrap().to_owned();
    let file = "Staff ID,First Name,Last Name,School,Role\na1,Ada,Quinnworth,Lincoln,coach\n";

    let told = office.import(file, &["--dry-run"]);
    let offer = &told["offers"][0];
    assert_eq!((&offer["external_id"], offer["person"].as_str()), (&"a1".into(), Some(ada.as_str())));
    assert!(office.try_import(file, &[]).unwrap_err().contains("--merge"));
    let stranger = format!("{ada}=nobody");
    assert!(office.try_import(file, &["--merge", &stranger]).unwrap_err().contains("not in the file"));
    let joined = office.import(file, &["--merge", &format!("{ada}=a1")]);
    assert_eq!(office.people(), 1);
    assert!(
        office.facts().iter().any(|(kind, who, _, what)| kind == "role" && who.to_string() == ada && what == "coach")
    );

    office.undo(&joined).unwrap();
    office.import(file, &["--apart", "a1"]);
    assert_eq!(office.people(), 2);
}

fn a_name_that_left_a_coaches_cell_coaches_no_longer(place: &Place) {
    let (office, _) = Office::new(place);
    office.import(STAFF, &[]);
    let pairs = || office.facts().into_iter().filter(|(kind, ..)| kind == "pair").collect::<Vec<_>>();
    let (_, coach, ..) = pairs()[0].clone();
    let nobodys = RowId::from_bytes([3; 16]).to_string();
    place.admin(&["fact", "pair", &coach.to_string(), &nobodys]);
    assert_eq!(pairs().len(), 3);

    let told = office.import(&STAFF.replace("Carla Coachworth,", "Nobody Known,"), &["--dry-run"]);
    assert_eq!(
        (&told["links_left_out"][0]["row"], &told["links_left_out"][0]["cell"]),
        (&5.into(), &"Nobody Known".into())
    );
    office.import(&STAFF.replace("Math,2,c1,", "Math,2,,"), &[]);
    assert_eq!(pairs().len(), 2, "the cell's ends, what a command said stays");
    assert!(pairs().iter().any(|(_, _, of, _)| of.to_string() == nobodys));
}

fn two_people_who_are_one_are_merged_after_a_preview_and_parted_again(place: &Place) {
    let (office, code) = Office::new(place);
    let served = place.serve(&[]);
    let (mut guest, mut had) = (guest(&served.address, &code, 1), Had::default());
    office.import(STAFF, &[]);
    let rows = received(&mut guest, &served, &mut had);
    let (teacher, coach) = (of(&rows, "t1"), of(&rows, "c1"));
    place.invite("Tomas", &[]);
    let people = place.admin(&["people", "list"]);
    let typed = people.as_array().unwrap().iter().find(|person| person["name"] == "Tomas Quinnworth").unwrap();
    let typed: RowId = typed["person"].as_str().unwrap().parse().unwrap();
    place.admin(&["fact", "supervises", &coach.to_string(), &teacher.to_string()]);
    let before = (received(&mut guest, &served, &mut had), office.facts(), office.people());
    let merge = |more: &[&str]| {
        let (kept, gone) = (typed.to_string(), teacher.to_string());
        place.admin(&[&["people", "merge", &kept, &gone], more].concat())
    };

    let told = merge(&["--dry-run"]);
    assert_eq!((&told["kept"], &told["gone"]), (&"Tomas Quinnworth".into(), &"Tomas Teachwell".into()));
    assert_eq!((office.facts(), office.people()), (before.1.clone(), before.2));
    let merged = merge(&[]);
    assert_eq!((&merged["rows"], &merged["facts"]), (&told["rows"], &told["facts"]));

    let rows = received(&mut guest, &served, &mut had);
    assert_eq!(of(&rows, "t1"), typed, "the roster meets them there from now on");
    assert!(!rows.contains_key(&(person::ENTITY.number, teacher)));
    assert!(rows.values().any(|row| row.get(&section::TEACHER) == Some(&Value::Id(typed))));
    let facts = office.facts();
    assert!(facts.contains(&named("pair", coach, typed, "")) && facts.contains(&named("supervises", coach, typed, "")));
    assert!(facts.iter().all(|(_, subject, object, _)| *subject != teacher && *object != teacher));
    assert!(
        office
            .try_import(&STAFF.replace("Teachwell,tomas", "Quinnworth,tomas"), &[])
            .unwrap_err()
            .contains("as the file has it")
    );
    let backwards = place.try_admin(&["people", "merge", &coach.to_string(), &typed.to_string()]);
    assert!(backwards.unwrap_err().contains("device or an invitation"));

    place.admin(&["import-roster", "--undo", merged["merge"].as_str().unwrap()]);
    assert_eq!((received(&mut guest, &served, &mut had), office.facts(), office.people()), before);
    place.admin(&["verify"]);
}
