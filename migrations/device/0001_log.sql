-- The operation log, and what this device keeps for itself.

create table op (
    -- Every change, in the order in which it was applied here. The rows of the typed tables can be rebuilt from it.
    seq integer primary key,
    -- Who made it: a random number of 63 bits, another one for the private log.
    replica integer not null,
    -- Contiguous for each replica, from 1.
    ctr integer not null,
    -- On the first operation of a local transaction, how many belong to it; 0 on the others.
    txn_len integer not null,
    -- 48 bits of milliseconds and 16 bits of count; never goes back on one device. A tie-break, not a truth.
    hlc integer not null,
    -- The writer's vocabulary.
    schema integer not null,
    entity integer not null,
    row blob not null,
    -- The number of the body's kind, so that an erased operation still says what it was.
    kind integer not null,
    -- Sixteen random bytes that keep a short value from being guessed from its hash; null when erased.
    salt blob,
    -- CBOR of store::oplog::Body; null when erased.
    body blob,
    -- BLAKE3-256 of salt and body; outlives them.
    body_hash blob not null,
    -- BLAKE3-128 of the previous chain value of this replica, the header and body_hash.
    chain blob not null,
    unique (replica, ctr)
) strict;

create index op_by_row on op (row, seq);

create table register (
    -- Which operation a field's value comes from, for fields that were changed after the row's creation.
    row blob not null,
    field integer not null,
    seq integer not null,
    -- The revision of a long text: BLAKE3-128 of its parents and its words.
    revision blob,
    primary key (row, field)
) strict, without rowid;

create table search_entry (
    -- One text that a person wrote, as the search index knows it.
    rowid integer primary key,
    row blob not null,
    entity integer not null,
    field integer not null,
    unique (row, field)
) strict;

-- The index holds no text of its own: results are read from the rows. Accents are ignored.
create virtual table search using fts5 (
    text, content = '', prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
);
insert into search (search, rank) values ('secure-delete', 1);

create table local_replica (
    -- The two replicas of this file: log 0 is shared, log 1 is private.
    log integer primary key,
    replica integer not null,
    ctr integer not null,
    chain blob not null,
    hlc integer not null
) strict;

create table local_setting (
    -- Settings of this profile on this computer.
    name text primary key not null,
    value text not null
) strict, without rowid;

create table local_draft (
    -- The words that are not kept as a line yet. A row is replaced only by a higher number.
    document blob not null,
    -- The kept line that is being edited, or the observation itself for a new line.
    target blob not null,
    number integer not null,
    -- Words before the two strokes, and those after them: a wondering is never stored as part of evidence.
    evidence text not null,
    wondering text,
    speaker text not null,
    caret integer not null,
    -- The clocks at the line's first key.
    offset_ms integer not null,
    wall_ms integer not null,
    boot_ms integer not null,
    awake_ms integer not null,
    boot text not null,
    primary key (document, target)
) strict, without rowid;

create table local_anchor (
    -- The last moment known of each open observation, so that its clock goes on after a kill.
    observation blob primary key not null,
    offset_ms integer not null,
    wall_ms integer not null,
    boot_ms integer not null,
    awake_ms integer not null,
    boot text not null,
    -- The gap that a pause opened, while it lasts.
    paused blob
) strict, without rowid;

create table local_undo (
    -- What would take back each act, newest last. The words are inside `inverse`; `label` names the act only.
    seq integer primary key,
    document blob not null,
    label text not null,
    made_ms integer not null,
    -- 0: can be undone. 1: was undone and can be done again.
    undone integer not null default 0,
    -- CBOR of the changes that take the act back, or bring it again.
    inverse blob not null,
    -- The last operation of the act, so that later changes by others are noticed.
    last_seq integer not null
) strict;

create index local_undo_by_document on local_undo (document, seq);

create table local_mapping (
    -- How the columns of a known kind of roster file are read.
    fingerprint text primary key not null,
    mapping text not null,
    used_ms integer not null
) strict, without rowid;

create table local_import (
    -- Each import of a file, so that it can be listed and undone.
    id blob primary key not null,
    kind text not null,
    made_ms integer not null,
    counts text not null,
    undone_ms integer
) strict, without rowid;
