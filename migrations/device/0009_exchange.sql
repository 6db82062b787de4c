-- What the exchange with the central service knows of each operation, and where this file stands in it.

create table local_scope (
    -- The scopes of what came from elsewhere, by the number that the log has for them. The person's own scope has none.
    number integer primary key,
    -- As domain::scope writes them.
    bytes blob not null unique
) strict;

-- The operation's scope, a number of local_scope. Null: the person's own, or, in the private log, none.
alter table op add column scope integer;
-- The operation's place in the organisation's one order. Null while the service has not settled it; of the private log
-- always.
alter table op add column settled integer;
-- When the service received it, in milliseconds since 1970.
alter table op add column received_ms integer;
-- The place that it had before the service was restored from a backup that does not have it.
alter table op add column offered integer;
-- 1 while the service has it in custody: kept there, and not applied.
alter table op add column held integer;

drop index op_by_row;
-- Also says who wrote a row, without reading the operations.
create index op_by_row on op (row, seq, replica, scope);
create index op_by_wait on op (replica, ctr) where settled is null and held is null;
create index op_by_scope on op (scope) where scope is not null;

create table register_of_replica (
    -- Which operation a field's value comes from, for fields that were changed after the row's creation.
    row blob not null,
    field integer not null,
    replica integer not null,
    ctr integer not null,
    -- The revision of a long text: BLAKE3-128 of its parents and its words.
    revision blob,
    primary key (row, field)
) strict, without rowid;

insert into register_of_replica (row, field, replica, ctr, revision)
select register.row, field, replica, ctr, revision from register join op using (seq);

drop table register;
alter table register_of_replica rename to register;

create table attention (
    -- What the fold found that a person should look at; made from the log like the rows.
    row blob not null,
    -- The field's number; 0 for the row as a whole.
    field integer not null,
    -- 1: other values beside the one that stands. 2: passages of a text that two people wrote. 3: removed by one, changed
    -- by another. 4: changes of a text whose beginning never arrived. 5: operations of another scope than the row's.
    -- 6: operations of a newer version.
    kind integer not null,
    entity integer not null,
    -- How many.
    count integer not null,
    primary key (row, field, kind)
) strict, without rowid;

create table local_joint (
    -- The chain value before an operation whose predecessor this file does not have: a reader sees only some of a
    -- replica's operations.
    replica integer not null,
    ctr integer not null,
    chain blob not null,
    primary key (replica, ctr)
) strict, without rowid;

create table local_custody (
    -- Runs of this file's operations that the service keeps and does not apply.
    replica integer not null,
    ctr integer not null,
    count integer not null,
    -- 1: not theirs to write. 2: not understood by the service.
    reason integer not null,
    since_ms integer not null,
    primary key (replica, ctr)
) strict, without rowid;

create table local_exchange (
    -- Where this profile stands with the central service. No row while it belongs to none.
    one integer primary key check (one = 1),
    -- Where the service answers.
    service text not null,
    organisation blob not null,
    person blob not null,
    device blob not null,
    -- What the device shows with each question, and the private half of the key that signs what it brings.
    token blob not null,
    signing_key blob not null,
    -- The service's epoch; 0 before its first answer.
    epoch integer not null default 0,
    -- How far the service's news were received: sync::exchange::Cursor.
    place integer not null default 0,
    seq integer not null default 0,
    -- The service's clock at its last answer, in milliseconds since 1970.
    answered_ms integer
) strict;

-- 0: the shared log. 1: the private one, which is never sent.
alter table local_ended_replica add column log integer not null default 0;
update local_ended_replica set log = 1
where replica in (select replica from op where entity in (16, 21));
