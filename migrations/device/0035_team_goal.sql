-- What a team wants to reach together, who is meant by it, and what was found of it.

create table team_goal (
    -- What a team wants to reach together.
    id blob primary key not null,
    team blob,
    statement text,
    metric text,
    -- Which way what is measured should go: up, down.
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
create index team_goal_by_team on team_goal (team);

create table team_goal_member (
    -- Somebody whose goal it is. Who leaves the team stays named: the baseline was taken with them.
    id blob primary key not null,
    team blob,
    team_goal blob,
    person blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;
create index team_goal_member_by_team_goal on team_goal_member (team_goal);

create table team_measure (
    -- What was found of a team's goal on a day.
    id blob primary key not null,
    team blob,
    team_goal blob,
    date text,
    value real,
    -- Over how many it was counted.
    count integer,
    -- The task on which it was taken.
    task text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;
create index team_measure_by_team_goal on team_measure (team_goal);
