create table roster_import (
    -- Roster files that were taken in and people who were merged, so that each can be taken back whole.
    org_id blob not null,
    import blob not null,
    made_ms integer not null,
    -- `oneroster`, `csv`, `xlsx` or `merge`.
    kind text not null,
    -- The numbers of the operations that it wrote; the last is before the first where it wrote none.
    first_seq integer not null,
    last_seq integer not null,
    undone_ms integer,
    primary key (org_id, import)
) strict;

create table roster_fact (
    -- What an import changed in `fact`.
    org_id blob not null,
    import blob not null,
    number integer not null,
    kind text not null,
    subject blob not null,
    object blob not null,
    detail text not null,
    -- 1: it holds since then. 0: it does not any more.
    holds integer not null,
    -- 1: a column said it, so that the next file can take it back.
    is_link integer not null,
    primary key (org_id, import, number)
) strict;

create table roster_link (
    -- The facts that a column of a roster says now: coaches, evaluators, supervisors. What a command said is not here.
    org_id blob not null,
    kind text not null,
    subject blob not null,
    object blob not null,
    primary key (org_id, kind, subject, object)
) strict;
