create table organisation (
    -- An organisation is the unit of everything: every key of every table begins with its id.
    org_id blob not null primary key,
    name text not null,
    -- The last number given. It is taken last in a transaction, so that order of commit is order of number.
    head integer not null,
    -- Rises with every change of `fact` or of a person's standing.
    facts_version integer not null,
    -- The replica under which the service itself writes.
    replica integer not null,
    created_ms integer not null
) strict;

create table epoch (
    -- Every life of the organisation's sequence: the first, and one more for each restore from a backup.
    org_id blob not null,
    number integer not null,
    -- Random, so that two restores of one backup are two epochs.
    epoch integer not null,
    -- The last number that this epoch has from the one before.
    began integer not null,
    primary key (org_id, number)
) strict;

create table person (
    org_id blob not null,
    person blob not null,
    -- What an administrator called them; the service logs it nowhere.
    name text not null,
    -- 0 when they left.
    is_active integer not null,
    -- The `facts_version`, and the number, up to which scopes were looked at for this person.
    considered_facts integer not null,
    considered_seq integer not null,
    primary key (org_id, person)
) strict;

create table device (
    org_id blob not null,
    device blob not null,
    person blob not null,
    name text not null,
    -- Ed25519.
    public_key blob not null,
    -- BLAKE3 of the token that is valid.
    token blob not null,
    token_ms integer not null,
    -- BLAKE3 of the token that replaces it at its first use; drawn at `token_ms`.
    next_token blob,
    enrolled_ms integer not null,
    -- The moment that its last renewal by key named: no such message counts twice.
    renewed_ms integer not null,
    revoked_ms integer,
    primary key (org_id, device)
) strict;

create index device_token on device (token);

create index device_next_token on device (next_token);

create table replica (
    -- Who writes: a device, or a restored or copied part of its life.
    org_id blob not null,
    replica integer not null,
    -- For the service itself, the organisation.
    device blob not null,
    last_ctr integer not null,
    last_chain blob not null,
    -- When it last brought something. Written with every answer that says "durable", also to what was brought twice:
    -- so a database that is replicated has passed on the first time before the second is acknowledged.
    brought_ms integer not null,
    primary key (org_id, replica)
) strict;

create table scope (
    -- The scopes that hold blocks, each with the numbers of its first and last operation.
    org_id blob not null,
    scope blob not null,
    first_seq integer not null,
    last_seq integer not null,
    primary key (org_id, scope)
) strict;

create index scope_first on scope (org_id, first_seq);

create table block (
    -- The log: operations of one replica in one scope, as they were brought.
    org_id blob not null,
    first_seq integer not null,
    last_seq integer not null,
    scope blob not null,
    replica integer not null,
    first_ctr integer not null,
    count integer not null,
    author blob not null,
    received_ms integer not null,
    -- The chain value after the last operation.
    chain blob not null,
    batch blob not null,
    signature blob not null,
    primary key (org_id, last_seq)
) strict;

create index block_scope on block (org_id, scope, last_seq);
create unique index block_replica on block (org_id, replica, first_ctr);

create table custody (
    -- Operations that are kept and passed on to nobody, because they may not enter their scope.
    org_id blob not null,
    replica integer not null,
    first_ctr integer not null,
    count integer not null,
    scope blob not null,
    author blob not null,
    received_ms integer not null,
    -- 1: the author may not write there. 2: a newer version wrote it.
    reason integer not null,
    chain blob not null,
    batch blob not null,
    signature blob not null,
    primary key (org_id, replica, first_ctr)
) strict;

create table reader (
    -- The scopes that were opened to a person, with the organisation's number of the opening and of the closing.
    org_id blob not null,
    person blob not null,
    scope blob not null,
    opened integer not null,
    closed integer,
    primary key (org_id, person, scope)
) strict;

create table fact (
    -- What decisions of access need, as `domain::access::Facts` names it: only what is in force.
    org_id blob not null,
    kind text not null,
    subject blob not null,
    object blob not null,
    detail text not null,
    primary key (org_id, subject, kind, object, detail)
) strict;

create index fact_object on fact (org_id, object, kind);
