create table term (
    -- A part of a school year: a semester, a term, a grading period.
    id blob primary key not null,
    organisation blob,
    label text,
    kind text,
    starts text,
    ends text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;
