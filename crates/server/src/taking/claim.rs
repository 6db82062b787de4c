//! What a batch's bytes alone tell: sizes, signature, contents. No row is read, and nothing is held up.

use domain::{
    RowId,
    access::{Facts, Refusal, may_write},
    schema,
    scope::Scope,
};
use ed25519_dalek::Signature;
use sync::{
    Malformed,
    batch::Batch,
    body::Body,
    exchange::{Brought, Head, MOST_BYTES, Question, Refused, signed},
    op::{CHAIN_START, Content, Op},
};

use crate::session::Session;

/// The most batches of one question.
const MOST_BATCHES: usize = 64;
/// The longest bytes of a scope.
const LONGEST_SCOPE: usize = 64;
/// The largest body of an operation, in bytes.
const LARGEST_BODY: usize = 256 << 10;

/// A batch that is what it claims to be.
pub struct Claim<'a> {
    pub(super) brought: &'a Brought,
    pub(super) batch: Batch,
    /// The chain value after each operation.
    chain: Vec<[u8; 16]>,
}

/// Everything that a question brings, as far as its bytes alone tell. It needs no transaction, and holds none up.
pub struct Claims<'a> {
    /// Up to the first that is malformed.
    pub(super) claims: Vec<Claim<'a>>,
    pub(super) is_cut: bool,
}

/// Checks sizes, signatures and contents.
#[must_use]
pub fn look<'a>(session: &Session, question: &'a Question) -> Claims<'a> {
    let mut claims = Vec::new();
    let fits = question.brought.len() <= MOST_BATCHES && question.replica > 0;
    for brought in question.brought.iter().filter(|_| fits) {
        match claim(session, brought) {
            Ok(claim) => claims.push(claim),
            Err(Malformed) => break,
        }
    }
    let is_cut = claims.len() < question.brought.len();
    Claims { claims, is_cut }
}

fn claim<'a>(session: &Session, brought: &'a Brought) -> std::result::Result<Claim<'a>, Malformed> {
    if brought.scope.len() > LONGEST_SCOPE || brought.batch.len() > MOST_BYTES {
        return Err(Malformed);
    }
    // Before anything is unpacked: only this device's own work costs more than a hash.
    let signature = Signature::from_bytes(&brought.signature);
    let message = signed(&brought.scope, &brought.batch);
    session.key.verify_strict(&message, &signature).map_err(|_| Malformed)?;
    let batch = Batch::decode(&brought.batch)?;
    if batch.replica < 1 || (batch.ops[0].reference.ctr == 1 && batch.previous != CHAIN_START) {
        return Err(Malformed);
    }
    batch.ops.iter().try_for_each(check)?;
    let chain = batch.chain();
    Ok(Claim { brought, batch, chain })
}

/// What only its author may read has no business here, not even in custody; nor what only the service writes.
fn check(op: &Op) -> std::result::Result<(), Malformed> {
    if schema::entity(op.entity).is_some_and(|entity| entity.log == schema::Log::Private) {
        return Err(Malformed);
    }
    match &op.content {
        Content::Whole { body, .. } if body.len() > LARGEST_BODY => Err(Malformed),
        Content::Whole { body, .. } if is_known(op) => match Body::decode(op.kind, body)? {
            Body::Version(_) | Body::Withheld { .. } => Err(Malformed),
            _ => Ok(()),
        },
        Content::Whole { .. } | Content::Erased { .. } => Ok(()),
    }
}

/// Whether the operation may stand in this scope: a row that it makes begins there, and what was said of a note is never
/// changed by anybody.
fn stands_here(scope: &Scope, op: &Op, writer: RowId) -> bool {
    const CREATE: i64 = 1;
    if matches!(scope, Scope::Review { .. }) && op.kind != CREATE {
        return false;
    }
    match (schema::entity(op.entity), op.body()) {
        (Some(entity), Ok(Some(Body::Create(fields)))) => domain::home::fits(scope, entity, &fields, writer),
        _ => true,
    }
}

fn is_known(op: &Op) -> bool {
    Body::KINDS.contains(&op.kind)
}

impl Claims<'_> {
    /// Returns why one of them may not enter its scope; also where one is not what it claims to be.
    pub fn refused(&self, facts: &Facts) -> Option<Refused> {
        let refused = self.claims.iter().find_map(|claim| claim.refused(facts));
        refused.or(self.is_cut.then_some(Refused::Unknown))
    }
}

impl Claim<'_> {
    pub(super) fn first(&self) -> i64 {
        self.batch.ops[0].reference.ctr
    }

    pub(super) fn count(&self) -> i64 {
        self.batch.ops.len() as i64
    }

    pub(super) fn last(&self) -> i64 {
        self.first() + self.count() - 1
    }

    pub(super) fn chain_at(&self, ctr: i64) -> Option<[u8; 16]> {
        usize::try_from(ctr - self.first()).ok().and_then(|at| self.chain.get(at)).copied()
    }

    pub(super) fn end(&self) -> Head {
        Head { ctr: self.last(), chain: self.chain[self.chain.len() - 1] }
    }

    /// Returns why it may not enter its scope.
    pub(super) fn refused(&self, facts: &Facts) -> Option<Refused> {
        let Ok(scope) = Scope::from_bytes(&self.brought.scope) else { return Some(Refused::Unknown) };
        let is_own = matches!(scope, Scope::Own { .. });
        self.batch.ops.iter().find_map(|op| match may_write(facts, &scope, op.entity) {
            Ok(_) if !is_own && !is_known(op) => Some(Refused::Unknown),
            Ok(_) if !is_own && !stands_here(&scope, op, facts.person) => Some(Refused::NotYours),
            Ok(_) => None,
            Err(Refusal::WrongAudience) if schema::entity(op.entity).is_none() => Some(Refused::Unknown),
            Err(_) => Some(Refused::NotYours),
        })
    }
}
