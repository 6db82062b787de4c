-- Student results beside action steps.

create table step_result (
    -- A measure of a goal that a step aims at, or that was seen beside it.
    id blob primary key not null,
    step blob,
    goal_measure blob,
    kind text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create index step_result_by_step on step_result (step);
create index step_result_by_goal_measure on step_result (goal_measure);
