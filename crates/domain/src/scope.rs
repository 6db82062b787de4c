//! Scopes: what every block of operations belongs to, so that one decision covers the whole block.
//!
//! A scope is an audience and what it is about. [`Audience::Private`] has no scope, and none can be written down: what
//! only its author may read on one computer has nowhere to go, so it cannot be sent (INV-1). A scope is of one organisation, whose id
//! stands beside it wherever it is kept (INV-19). Who may read or write it is decided in [`crate::access`].

use crate::{RowId, access::Record};

/// Who a record is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The author, on this computer and in its encrypted backups. No [`Scope`] expresses it.
    Private,
    /// The author, on all their devices.
    Author,
    /// A coach and the teacher.
    Pair,
    /// The members of a team at the time.
    Team,
    /// The supervisors of the author.
    Programme,
    /// Those who may know that work takes place, but none of its words.
    Activity,
    /// Those who may see figures over enough people.
    Aggregate,
    /// Everyone in the organisation.
    Organisation,
    /// The one person to whom a teacher agreed in writing to show one document.
    Consented,
    /// A coach and whoever supervises them at the moment.
    Review,
}

/// What a block of operations belongs to. Its ids are all that it says of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Where everything begins: work that its author has not shared.
    Own {
        /// Who wrote it.
        author: RowId,
    },
    /// What a coach and a teacher share.
    Pair {
        /// The coach.
        coach: RowId,
        /// The teacher, of whom it speaks.
        teacher: RowId,
    },
    /// What a team shares.
    Team {
        /// The team.
        team: RowId,
    },
    /// Records of one kind for the supervisors of their author. The kind is named, because an agreement lists kinds:
    /// when it no longer lists one, the scope of that kind closes and the others stay.
    Programme {
        /// Who wrote it.
        author: RowId,
        /// The teacher of whom it speaks, where it speaks of one.
        about: Option<RowId>,
        /// The kind of record.
        record: Record,
    },
    /// Facts without any words: who, when, how long, of what kind.
    Activity {
        /// Whose work it is.
        author: RowId,
        /// The teacher with whom.
        teacher: RowId,
    },
    /// Figures over enough people, never a single one.
    Aggregate {
        /// The district or school that they are about.
        organisation: RowId,
    },
    /// Roster, calendar and look-fors, for everyone in the organisation.
    Organisation,
    /// One document that a teacher agreed to show to one person.
    Consented {
        /// The teacher, of whom it speaks.
        teacher: RowId,
        /// The person who may read it.
        reader: RowId,
        /// The document's root row.
        root: RowId,
    },
    /// What a coach and their supervisors say to each other about the coach's notes.
    Review {
        /// The coach, of whose work it is.
        coach: RowId,
        /// The teacher of whom the note speaks, where it speaks of one: a remark may quote it.
        about: Option<RowId>,
    },
}

/// The bytes are no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are no scope")]
pub struct Malformed;

impl Scope {
    /// Returns the audience.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match self {
            Self::Own { .. } => Audience::Author,
            Self::Pair { .. } => Audience::Pair,
            Self::Team { .. } => Audience::Team,
            Self::Programme { .. } => Audience::Programme,
            Self::Activity { .. } => Audience::Activity,
            Self::Aggregate { .. } => Audience::Aggregate,
            Self::Organisation => Audience::Organisation,
            Self::Consented { .. } => Audience::Consented,
            Self::Review { .. } => Audience::Review,
        }
    }

    /// Returns the teacher of whom the records speak, where they speak of one.
    #[must_use]
    pub fn teacher(&self) -> Option<RowId> {
        match *self {
            Self::Pair { teacher, .. } | Self::Activity { teacher, .. } | Self::Consented { teacher, .. } => {
                Some(teacher)
            }
            Self::Programme { about, .. } | Self::Review { about, .. } => about,
            Self::Own { .. } | Self::Team { .. } | Self::Aggregate { .. } | Self::Organisation => None,
        }
    }

    /// Returns the person whose work the scope carries, where it is one person's: for a pair, the coach.
    #[must_use]
    pub fn author(&self) -> Option<RowId> {
        match *self {
            Self::Own { author } | Self::Programme { author, .. } | Self::Activity { author, .. } => Some(author),
            Self::Pair { coach, .. } | Self::Review { coach, .. } => Some(coach),
            Self::Team { .. } | Self::Aggregate { .. } | Self::Organisation | Self::Consented { .. } => None,
        }
    }

    /// Returns the stable bytes under which blocks are kept and by which the wire names the scope: the number of the
    /// kind, then the ids, for a programme with the record's number between them.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let join = |kind: u8, ids: &[RowId]| {
            let mut bytes = vec![kind];
            ids.iter().for_each(|id| bytes.extend(id.bytes()));
            bytes
        };
        match *self {
            Self::Own { author } => join(1, &[author]),
            Self::Pair { coach, teacher } => join(2, &[coach, teacher]),
            Self::Team { team } => join(3, &[team]),
            Self::Programme { author, about, record } => {
                let mut bytes = join(4, &[author]);
                bytes.push(record.number());
                bytes.extend(about.iter().flat_map(|teacher| teacher.bytes()));
                bytes
            }
            Self::Activity { author, teacher } => join(5, &[author, teacher]),
            Self::Aggregate { organisation } => join(6, &[organisation]),
            Self::Organisation => join(7, &[]),
            Self::Consented { teacher, reader, root } => join(8, &[teacher, reader, root]),
            Self::Review { coach, about: None } => join(9, &[coach]),
            Self::Review { coach, about: Some(teacher) } => join(9, &[coach, teacher]),
        }
    }

    /// Reads the bytes of a scope.
    ///
    /// # Errors
    /// [`Malformed`] when the kind or the record is unknown, or a byte is missing or left over.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let (&kind, rest) = bytes.split_first().ok_or(Malformed)?;
        if kind == 4 {
            return programme(rest);
        }
        let scope = match (kind, ids(rest)?.as_slice()) {
            (1, &[author]) => Self::Own { author },
            (2, &[coach, teacher]) => Self::Pair { coach, teacher },
            (3, &[team]) => Self::Team { team },
            (5, &[author, teacher]) => Self::Activity { author, teacher },
            (6, &[organisation]) => Self::Aggregate { organisation },
            (7, &[]) => Self::Organisation,
            (8, &[teacher, reader, root]) => Self::Consented { teacher, reader, root },
            (9, &[coach]) => Self::Review { coach, about: None },
            (9, &[coach, teacher]) => Self::Review { coach, about: Some(teacher) },
            _ => return Err(Malformed),
        };
        Ok(scope)
    }
}

fn programme(bytes: &[u8]) -> Result<Scope, Malformed> {
    let (author, rest) = bytes.split_first_chunk::<16>().ok_or(Malformed)?;
    let (&record, rest) = rest.split_first().ok_or(Malformed)?;
    let about = match ids(rest)?.as_slice() {
        [] => None,
        &[teacher] => Some(teacher),
        _ => return Err(Malformed),
    };
    let record = Record::from_number(record).ok_or(Malformed)?;
    Ok(Scope::Programme { author: RowId::from_bytes(*author), about, record })
}

fn ids(bytes: &[u8]) -> Result<Vec<RowId>, Malformed> {
    let (ids, []) = bytes.as_chunks::<16>() else { return Err(Malformed) };
    Ok(ids.iter().map(|id| RowId::from_bytes(*id)).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn id(number: u8) -> RowId {
        RowId::from_bytes([number; 16])
    }

    fn one_of_each() -> [Scope; 11] {
        [
            Scope::Own { author: id(1) },
            Scope::Pair { coach: id(1), teacher: id(2) },
            Scope::Team { team: id(3) },
            Scope::Programme { author: id(1), about: None, record: Record::CoachNote },
            Scope::Programme { author: id(1), about: Some(id(2)), record: Record::Script },
            Scope::Activity { author: id(1), teacher: id(2) },
            Scope::Aggregate { organisation: id(4) },
            Scope::Organisation,
            Scope::Consented { teacher: id(2), reader: id(5), root: id(6) },
            Scope::Review { coach: id(1), about: None },
            Scope::Review { coach: id(1), about: Some(id(2)) },
        ]
    }

    #[test]
    fn every_scope_reads_back_from_bytes_of_its_own() {
        let all: HashSet<_> = one_of_each().iter().map(Scope::bytes).collect();

        assert_eq!(all.len(), one_of_each().len());
        for scope in one_of_each() {
            assert_eq!(Scope::from_bytes(&scope.bytes()), Ok(scope));
        }
    }

    #[test]
    fn the_bytes_never_change() {
        let of = |scope: Scope| scope.bytes().iter().map(|byte| format!("{byte:x}")).collect::<String>();

        let kinds: Vec<_> = one_of_each().map(|scope| scope.bytes()[0]).into();
        assert_eq!(kinds, [1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 9]);
        assert_eq!(of(Scope::Pair { coach: id(1), teacher: id(2) }), format!("2{}{}", "1".repeat(16), "2".repeat(16)));
        assert_eq!(of(one_of_each()[4]), format!("4{}1{}", "1".repeat(16), "2".repeat(16)));
    }

    #[test]
    fn bytes_that_lack_or_add_one_are_refused() {
        for scope in one_of_each() {
            let bytes = scope.bytes();
            for end in 0..bytes.len() {
                // What speaks of nobody is the beginning of what speaks of a teacher.
                let other = Scope::from_bytes(&bytes[..end]).is_ok_and(|read| read.bytes() == bytes[..end]);
                assert!(
                    Scope::from_bytes(&bytes[..end]).is_err()
                        || (matches!((bytes[0], end), (4, 18) | (9, 17)) && other)
                );
            }
            assert_eq!(Scope::from_bytes(&[bytes.as_slice(), &[0]].concat()), Err(Malformed));
        }
    }

    #[test]
    fn an_unknown_kind_or_record_is_refused() {
        for kind in (0..=u8::MAX).filter(|kind| !(1..=9).contains(kind)) {
            for ids in 0..4 {
                assert_eq!(Scope::from_bytes(&[vec![kind], vec![1; 16 * ids]].concat()), Err(Malformed));
            }
        }
        for record in (0..=u8::MAX).filter(|record| Record::from_number(*record).is_none()) {
            assert_eq!(Scope::from_bytes(&[&[4], &[1; 16][..], &[record]].concat()), Err(Malformed));
        }
    }

    #[test]
    fn no_scope_is_private() {
        assert!(one_of_each().iter().all(|scope| scope.audience() != Audience::Private));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_read_is_written_alike(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..60)) {
            if let Ok(scope) = Scope::from_bytes(&bytes) {
                proptest::prop_assert_eq!(scope.bytes(), bytes);
            }
        }
    }
}
