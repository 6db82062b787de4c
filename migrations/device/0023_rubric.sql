-- Rubrics with evidence, and learning walks through several rooms.

alter table walk_item add column room blob;

create table rubric (
    -- A version of a rubric. A version never changes; an edit makes the next one.
    id blob primary key not null,
    title text,
    version integer,
    follows blob,
    -- Under which licence its words may be used.
    licence text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table indicator (
    -- What a rubric describes, with the words of each level, the first one first.
    id blob primary key not null,
    rubric blob,
    position integer,
    text text,
    level_1 text,
    level_2 text,
    level_3 text,
    level_4 text,
    level_5 text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table score (
    -- Which level of an indicator the evidence of one lesson shows. It says nothing of a person.
    id blob primary key not null,
    observation blob,
    indicator blob,
    -- Null while lines are being gathered.
    level integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table walk_room (
    -- A room of a learning walk: what is taught there and to whom, and nobody's name.
    id blob primary key not null,
    observation blob,
    position integer,
    subject text,
    grade text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table score_line (
    -- A line of the lesson that shows the level of an indicator.
    id blob primary key not null,
    observation blob,
    score blob,
    line blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create index indicator_by_rubric on indicator (rubric);
create index score_by_observation on score (observation);
create index walk_room_by_observation on walk_room (observation);
create index score_line_by_observation on score_line (observation);
