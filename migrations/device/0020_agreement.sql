-- What a coach and a teacher agree about who reads what: versions, their items, and what each of the two said of them.

create table sharing_agreement (
    -- A version of what a coach and a teacher agree about who reads what. A version never changes; an edit makes the next.
    id blob primary key not null,
    coach blob,
    teacher blob,
    version integer,
    follows blob,
    text text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table agreement_item (
    -- One item of a sharing agreement: what, for whom, and the words that were agreed to.
    id blob primary key not null,
    agreement blob,
    position integer,
    code text,
    audience text,
    text text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table acceptance (
    -- What one of the two said of a version of their agreement: accepted, or withdrawn.
    id blob primary key not null,
    agreement blob,
    coach blob,
    teacher blob,
    -- coach or teacher.
    party text,
    -- accepted or withdrawn.
    said text,
    -- own_device, coach_screen or paper.
    way text,
    date text,
    -- Of the version as it was accepted, so that a version of other words is not accepted by it.
    digest text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table coaching_consent (
    -- That a teacher agreed in writing to be coached by somebody who may evaluate them.
    id blob primary key not null,
    coach blob,
    teacher blob,
    date text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create index sharing_agreement_by_teacher on sharing_agreement (teacher);
create index agreement_item_by_agreement on agreement_item (agreement);
create index acceptance_by_agreement on acceptance (agreement);
create index coaching_consent_by_teacher on coaching_consent (teacher);
