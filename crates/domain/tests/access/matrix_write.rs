//! Writing: every entity into every scope by everybody, against a text.

use domain::{
    access::{Facts, Refusal, Standing, may_write},
    schema::ENTITIES,
};

use crate::world::{COACH, SCHOOL, SOMEBODY, TEACHER, TEAM, id, named, related_to_others, scope, somebody};

const SCOPES: [&str; 12] = [
    "own",
    "pair",
    "team",
    "note",
    "note-agreed",
    "script-agreed",
    "activity",
    "aggregate",
    "organisation",
    "consented",
    "review",
    "review-about",
];

/// The tables whose rows each scope takes, and from whom.
const TAKES: [(&str, &str, &str); 5] = [
    (
        "own",
        "author",
        "organisation person role relationship team membership section school_year calendar_day period visit \
         look_for_set look_for observation line tag gap attachment step content_cycle term debrief praise_line \
         step_line step_check step_check_line step_result log_entry coach_note note_fact remark code interval_mark talk_span \
         sweep tally walk_item coaching_cycle cycle_stage goal goal_measure coaching_request request_answer sharing_agreement agreement_item acceptance coaching_consent acknowledgement handover_item lesson_prep rubric indicator score walk_room score_line team_goal team_goal_member team_measure",
    ),
    ("team", "member lead", "content_cycle team_goal team_goal_member team_measure"),
    (
        "organisation",
        "admin",
        "organisation person role team membership section school_year calendar_day period term look_for_set look_for rubric indicator",
    ),
    ("review", "author supervisor", "remark"),
    ("review-about", "author supervisor", "remark"),
];

fn everybody() -> Vec<(&'static str, Facts)> {
    let mut author = somebody(COACH);
    author.pairs = [(id(COACH), id(TEACHER))].into();
    let mut member = somebody(SOMEBODY);
    member.teams = [id(TEAM)].into();
    let mut lead = somebody(SOMEBODY);
    lead.leads.insert(id(TEAM), [id(TEACHER)].into());
    let mut supervisor = somebody(SOMEBODY);
    supervisor.supervises = [id(COACH)].into();
    let with_roles = ["admin", "principal", "coach", "data_lead"].map(|role| {
        let mut facts = somebody(SOMEBODY);
        facts.roles = [(named(role), id(SCHOOL))].into();
        (role, facts)
    });
    let related = [
        ("stranger", somebody(SOMEBODY)),
        ("author", author),
        ("teacher", somebody(TEACHER)),
        ("member", member),
        ("lead", lead),
        ("supervisor", supervisor),
        ("others", related_to_others()),
    ];
    related.into_iter().chain(with_roles).collect()
}

#[test]
fn every_scope_takes_the_rows_that_the_text_names_from_those_whom_it_names_and_no_others() {
    for (who, facts) in everybody() {
        for name in SCOPES {
            for entity in ENTITIES {
                let expected = TAKES.iter().any(|(scope, writers, tables)| {
                    *scope == name
                        && writers.split_whitespace().any(|writer| writer == who)
                        && tables.split_whitespace().any(|table| table == entity.table)
                });
                let answer = may_write(&facts, &scope(name), entity.number);
                assert_eq!(answer.is_ok(), expected, "{who} {name} {}: {answer:?}", entity.table);
            }
        }
    }
}

#[test]
fn nobody_puts_private_rows_anywhere_not_even_into_their_own_scope() {
    for (_, facts) in everybody() {
        for name in SCOPES {
            for entity in [domain::schema::wondering::ENTITY, domain::schema::abbreviation::ENTITY] {
                assert_eq!(may_write(&facts, &scope(name), entity.number), Err(Refusal::Private));
            }
        }
    }
}

#[test]
fn an_entity_of_a_newer_version_is_kept_for_its_author_and_goes_nowhere_else() {
    const NEWER: u16 = 60_000;
    for (who, facts) in everybody() {
        for name in SCOPES {
            let answer = may_write(&facts, &scope(name), NEWER);
            assert_eq!(answer.is_ok(), who == "author" && name == "own", "{who} {name}");
        }
    }
}

#[test]
fn whoever_left_puts_nothing_anywhere() {
    for (_, mut facts) in everybody() {
        facts.standing = Standing::Outside;
        for name in SCOPES {
            let entity = domain::schema::visit::ENTITY.number;
            assert_eq!(may_write(&facts, &scope(name), entity), Err(Refusal::Outside));
        }
    }
}

#[test]
fn a_refusal_says_who_may() {
    let (visit, cycle) = (domain::schema::visit::ENTITY.number, domain::schema::content_cycle::ENTITY.number);
    let person = domain::schema::person::ENTITY.number;
    let stranger = somebody(SOMEBODY);
    let refused = |name, entity| may_write(&stranger, &scope(name), entity).unwrap_err();
    assert_eq!(refused("own", visit), Refusal::NotAuthor);
    assert_eq!(refused("team", cycle), Refusal::NotInTeam);
    assert_eq!(refused("team", visit), Refusal::WrongAudience);
    assert_eq!(refused("organisation", person), Refusal::NotAdministrator);
    assert_eq!(refused("pair", visit), Refusal::OnlyTheService);
    let (remark, note) = (domain::schema::remark::ENTITY.number, domain::schema::coach_note::ENTITY.number);
    assert_eq!(refused("review", remark), Refusal::NotSupervisor);
    assert_eq!(refused("review", note), Refusal::WrongAudience);
}

#[test]
fn whoever_evaluates_the_teacher_says_nothing_of_a_note_about_them_and_goes_on_with_the_others() {
    let remark = domain::schema::remark::ENTITY.number;
    let mut supervisor = somebody(SOMEBODY);
    supervisor.supervises = [id(COACH)].into();
    supervisor.roles = [(named("principal"), id(SCHOOL))].into();

    assert_eq!(may_write(&supervisor, &scope("review-about"), remark), Err(Refusal::PresumedEvaluator));
    assert!(may_write(&supervisor, &scope("review"), remark).is_ok());
}
