//! ST-6, the evaluator firewall, with the people of the story as ids.

use domain::{
    RowId,
    access::{Consent, Evaluates, Facts, Link, Record, Refusal, Role, Share, Standing, may_read, may_share},
    scope::Scope,
};

use crate::world::id;

const RUTH_ALVAREZ: u8 = 11;
const DANA: u8 = 12;
const AMIR: u8 = 13;
const BEA: u8 = 14;
const SCHOOL_JM: u8 = 15;
const AMIRS_STEP: u8 = 16;
const AMIRS_OTHER_STEP: u8 = 17;

/// Principal of both, evaluator of Amir and said not to be Bea's, supervisor of Dana while Monique is away. Both
/// teachers agreed that Dana's supervisor may read evidence, steps and coach notes.
fn ruth() -> Facts {
    let mut ruth = Facts::unknown(id(RUTH_ALVAREZ));
    ruth.standing = Standing::Active;
    ruth.roles = [(Role::Principal, id(SCHOOL_JM)), (Role::Supervisor, id(SCHOOL_JM))].into();
    ruth.supervises = [id(DANA)].into();
    ruth.links = [(id(AMIR), Link::Evaluator), (id(BEA), Link::NotEvaluator)].into();
    ruth.schools = [AMIR, BEA].map(|teacher| (id(teacher), [id(SCHOOL_JM)].into())).into();
    let kinds = [Record::Script, Record::Debrief, Record::Step, Record::CoachNote];
    ruth.agreed = [AMIR, BEA].iter().flat_map(|teacher| kinds.map(|kind| (id(DANA), id(*teacher), kind))).collect();
    ruth
}

fn programme(teacher: u8, record: Record) -> Scope {
    Scope::Programme { author: id(DANA), about: Some(id(teacher)), record }
}

/// Every block that the service holds of Dana's work with a teacher.
fn blocks_about(teacher: u8) -> Vec<Scope> {
    let kinds = [Record::Script, Record::Debrief, Record::Step, Record::CoachNote].map(|kind| programme(teacher, kind));
    let (coach, teacher) = (id(DANA), id(teacher));
    [&[Scope::Pair { coach, teacher }, Scope::Activity { author: coach, teacher }][..], &kinds].concat()
}

fn received(reader: &Facts, blocks: &[Scope]) -> Vec<Scope> {
    blocks.iter().copied().filter(|scope| may_read(reader, scope).is_ok()).collect()
}

fn consent(root: u8) -> Consent {
    Consent { teacher: id(AMIR), reader: id(RUTH_ALVAREZ), root: id(root) }
}

fn shown(root: u8) -> Scope {
    let Consent { teacher, reader, root } = consent(root);
    Scope::Consented { teacher, reader, root }
}

#[test]
fn of_amir_she_receives_activity_and_not_one_row_of_pair_or_programme() {
    let activity = Scope::Activity { author: id(DANA), teacher: id(AMIR) };
    assert_eq!(received(&ruth(), &blocks_about(AMIR)), [activity]);
    assert_eq!(may_read(&ruth(), &programme(AMIR, Record::Script)), Err(Refusal::Evaluator));
}

#[test]
fn of_bea_she_receives_what_the_agreement_lists_and_nothing_of_the_pair() {
    let received = received(&ruth(), &blocks_about(BEA));
    assert_eq!(received.len(), 5);
    assert!(received.contains(&programme(BEA, Record::Script)));
    assert!(!received.iter().any(|scope| matches!(scope, Scope::Pair { .. })));

    let mut ruth = ruth();
    ruth.agreed.remove(&(id(DANA), id(BEA), Record::Script));
    assert_eq!(may_read(&ruth, &programme(BEA, Record::Script)), Err(Refusal::NotAgreed));
}

#[test]
fn until_an_administrator_speaks_of_bea_the_principal_counts_as_her_evaluator() {
    let mut ruth = ruth();
    ruth.links.remove(&id(BEA));

    assert_eq!(ruth.evaluates(id(BEA)), Evaluates::Presumed);
    assert_eq!(received(&ruth, &blocks_about(BEA)), [Scope::Activity { author: id(DANA), teacher: id(BEA) }]);
    assert_eq!(may_read(&ruth, &programme(BEA, Record::Script)), Err(Refusal::PresumedEvaluator));
}

#[test]
fn no_role_opens_amirs_records_to_his_evaluator() {
    for role in Role::ALL {
        let mut ruth = ruth();
        ruth.roles.insert((role, id(SCHOOL_JM)));
        ruth.pairs.insert((id(RUTH_ALVAREZ), id(AMIR)));
        assert_eq!(received(&ruth, &blocks_about(AMIR)).len(), 1, "{role:?}");
        assert!(may_read(&ruth, &Scope::Pair { coach: id(RUTH_ALVAREZ), teacher: id(AMIR) }).is_err());
    }
}

#[test]
fn with_amirs_consent_exactly_that_record_arrives_until_he_takes_it_back() {
    let mut ruth = ruth();
    ruth.consents.insert(consent(AMIRS_STEP));
    assert!(may_read(&ruth, &shown(AMIRS_STEP)).is_ok());
    assert_eq!(may_read(&ruth, &shown(AMIRS_OTHER_STEP)), Err(Refusal::NoConsent));
    assert_eq!(received(&ruth, &blocks_about(AMIR)).len(), 1, "and nothing else of him");

    ruth.consents.clear();
    assert_eq!(may_read(&ruth, &shown(AMIRS_STEP)), Err(Refusal::NoConsent));
}

#[test]
fn dana_shows_ruth_one_step_of_amirs_when_he_agreed_and_never_a_script() {
    let dana_shares = |record: Record, consents: &[Consent]| {
        let mut dana = Facts::unknown(id(DANA));
        dana.standing = Standing::Active;
        dana.pairs = [(id(DANA), id(AMIR))].into();
        dana.consents = consents.iter().copied().collect();
        let from = Scope::Own { author: id(DANA) };
        let teacher: Option<RowId> = Some(id(AMIR));
        may_share(&dana, &Share { record, root: id(AMIRS_STEP), teacher, from, to: shown(AMIRS_STEP) })
    };

    assert_eq!(dana_shares(Record::Step, &[]), Err(Refusal::NoConsent));
    assert!(dana_shares(Record::Step, &[consent(AMIRS_STEP)]).is_ok());
    assert_eq!(dana_shares(Record::Script, &[consent(AMIRS_STEP)]), Err(Refusal::WrongAudience));
}

#[test]
fn a_former_coach_of_amir_no_longer_receives_what_the_pair_shares() {
    let mut dana = Facts::unknown(id(DANA));
    dana.standing = Standing::Active;
    assert_eq!(may_read(&dana, &Scope::Pair { coach: id(DANA), teacher: id(AMIR) }), Err(Refusal::NotInPair));
}
