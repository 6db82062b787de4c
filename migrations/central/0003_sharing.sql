create table shared (
    -- A document of an author's own work that the service brings to a further scope.
    org_id blob not null,
    author blob not null,
    root blob not null,
    scope blob not null,
    -- The entity of the root.
    entity integer not null,
    -- 0: what stands goes there. 1: withheld until what decides access changes. 2: ended, until it is shared again.
    state integer not null,
    -- The `facts_version` at which it was last withheld.
    facts_version integer not null,
    primary key (org_id, author, root, scope)
) strict;

create index shared_state on shared (org_id, author, state, facts_version);

create table shared_row (
    -- The rows of these documents, so that a batch tells which of them it touches.
    org_id blob not null,
    author blob not null,
    member blob not null,
    root blob not null,
    primary key (org_id, author, member, root)
) strict;

create table shared_block (
    -- The author's blocks that hold operations of these documents.
    org_id blob not null,
    author blob not null,
    root blob not null,
    last_seq integer not null,
    primary key (org_id, author, root, last_seq)
) strict;

create table shown (
    -- When a document that a teacher agreed to show to one person was first sent to that person.
    org_id blob not null,
    teacher blob not null,
    root blob not null,
    reader blob not null,
    at_ms integer not null,
    primary key (org_id, teacher, root, reader)
) strict;
