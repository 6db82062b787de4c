-- What the service said beside its news: what decides whether this person may share, and who received what they shared.

create table local_told (
    -- The service's clock when it last said so, in milliseconds since 1970. No row before it ever did.
    one integer primary key check (one = 1),
    at_ms integer not null
) strict;

create table local_right (
    -- What is true of this person, as sync::told::Fact names it.
    kind text not null,
    subject blob not null,
    object blob not null,
    detail text not null,
    primary key (kind, subject, object, detail)
) strict, without rowid;

create table local_seen (
    -- When a document of this person was first sent to somebody with whom it is shared.
    root blob not null,
    scope blob not null,
    reader blob not null,
    at_ms integer not null,
    primary key (root, scope, reader)
) strict, without rowid;
