-- Coaching cycles with their stages, goals and measures, and what teachers ask a coach for.

alter table observation add column coaching_cycle blob;

create table coaching_cycle (
    -- What one coach and one teacher work on for some weeks, by the stages of a model.
    id blob primary key not null,
    coach blob,
    teacher blob,
    model text,
    title text,
    subject text,
    standards text,
    curriculum text,
    state text,
    stage text,
    started text,
    ended text,
    reason text,
    request blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table cycle_stage (
    -- One stage of a coaching cycle, with what is written in it.
    id blob primary key not null,
    coaching_cycle blob,
    code text,
    position integer,
    label text,
    text text,
    plan text,
    decision text,
    -- What its words were when the stage was first left, where they may not change after.
    locked_text text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table goal (
    -- The goal of a coaching cycle.
    id blob primary key not null,
    coaching_cycle blob,
    kind text,
    statement text,
    metric text,
    direction text,
    baseline real,
    baseline_date text,
    baseline_count integer,
    target real,
    due text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table goal_measure (
    -- What was found of a goal on a day.
    id blob primary key not null,
    coaching_cycle blob,
    kind text,
    date text,
    value real,
    count integer,
    task text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table coaching_request (
    -- What a teacher asks a coach for.
    id blob primary key not null,
    teacher blob,
    coach blob,
    topic text,
    goal text,
    ways text,
    date text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table request_answer (
    -- What a coach answers to a request.
    id blob primary key not null,
    teacher blob,
    coach blob,
    request blob,
    state text,
    reason text,
    coaching_cycle blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create index observation_by_coaching_cycle on observation (coaching_cycle);
create index coaching_cycle_by_teacher on coaching_cycle (teacher);
create index cycle_stage_by_coaching_cycle on cycle_stage (coaching_cycle);
create index goal_by_coaching_cycle on goal (coaching_cycle);
create index goal_measure_by_coaching_cycle on goal_measure (coaching_cycle);
create index coaching_request_by_teacher on coaching_request (teacher);
create index request_answer_by_request on request_answer (request);
