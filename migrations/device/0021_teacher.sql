-- The teacher's side: what was read, what may be handed over, and lessons that are planned together.

alter table relationship add column end_reason text;
alter table relationship add column successor blob;
-- The category of the step that was open at the end; never its words.
alter table relationship add column step_category text;

create table acknowledgement (
    -- That a teacher has read what was shared, and when.
    id blob primary key not null,
    teacher blob,
    coach blob,
    document blob,
    read_ms integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table handover_item (
    -- That a teacher agrees to show one document to the coach who follows.
    id blob primary key not null,
    teacher blob,
    coach blob,
    successor blob,
    document blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table lesson_prep (
    -- A lesson that a coach and a teacher plan together, or that the coach teaches for the teacher to watch.
    id blob primary key not null,
    teacher blob,
    coach blob,
    kind text,
    section blob,
    date text,
    starts_minute integer,
    minutes integer,
    plan text,
    watch text,
    -- 1 once it took place: then the log proposes its time.
    held integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create index acknowledgement_by_document on acknowledgement (document);
create index handover_item_by_document on handover_item (document);
create index lesson_prep_by_teacher on lesson_prep (teacher);
create index lesson_prep_by_date on lesson_prep (date);
