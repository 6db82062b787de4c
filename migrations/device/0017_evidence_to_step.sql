-- Evidence to one step: debriefs, steps with their checks, the log, coach notes, and the other kinds of observation.

alter table observation add column purpose text;
alter table observation add column method text;
alter table observation add column interval_seconds integer;
alter table observation add column note text;

alter table step add column origin_observation blob;
alter table step add column look_for blob;
alter table step add column category text;
alter table step add column reason text;
alter table step add column followed_by blob;
alter table step add column practice text;

alter table visit add column kind text;
alter table visit add column reason_code text;

alter table school_year add column day_letters text;

create table debrief (
    -- What a coach and a teacher say to each other after a lesson.
    id blob primary key not null,
    teacher blob,
    coach blob,
    observation blob,
    model text,
    state text,
    date text,
    starts_minute integer,
    minutes integer,
    practice_seconds integer,
    praise text,
    question text,
    teacher_words text,
    agreed_ms integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table praise_line (
    -- A line that a debrief praises.
    id blob primary key not null,
    debrief blob,
    line blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table step_line (
    -- A line that shows why a step was chosen.
    id blob primary key not null,
    step blob,
    line blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table step_check (
    -- What was seen of a step in a later lesson.
    id blob primary key not null,
    step blob,
    made_by blob,
    date text,
    result text,
    attempt integer,
    seen_in blob,
    note text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table step_check_line (
    -- A line that a check of a step rests on.
    id blob primary key not null,
    step blob,
    step_check blob,
    line blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table log_entry (
    -- Time that a person spent, as they confirmed it.
    id blob primary key not null,
    person blob,
    origin blob,
    source text,
    date text,
    starts_minute integer,
    minutes integer,
    activity text,
    teacher blob,
    team blob,
    school blob,
    travel_from blob,
    note text,
    grant_code text,
    grant_percent integer,
    grant_ends text,
    -- What its origin said of day, start and length when it was confirmed.
    origin_time text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table coach_note (
    -- What a coach writes about their own moves, for their supervisors.
    id blob primary key not null,
    coach blob,
    teacher blob,
    week text,
    tried text,
    will_try text,
    question text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table note_fact (
    -- A fact of the week in a coach note, as it was when the note was shared.
    id blob primary key not null,
    note blob,
    position integer,
    kind text,
    count integer,
    minutes integer,
    label text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table remark (
    -- What a supervisor says to a coach about a coach note, and what the coach answers.
    id blob primary key not null,
    coach blob,
    note blob,
    author blob,
    kind text,
    text text,
    passage text,
    answers blob,
    teacher blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table code (
    -- What an observation counts or codes: a letter and what it stands for.
    id blob primary key not null,
    observation blob,
    position integer,
    letter text,
    label text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table interval_mark (
    -- One interval of an observation, with the letters of the codes that were marked in it.
    id blob primary key not null,
    observation blob,
    number integer,
    marked_ms integer,
    letters text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table talk_span (
    -- A stretch of talk of one kind.
    id blob primary key not null,
    observation blob,
    letter text,
    from_ms integer,
    to_ms integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table sweep (
    -- One look around the room: how many were seen, and how many were on task.
    id blob primary key not null,
    observation blob,
    number integer,
    at_ms integer,
    seen integer,
    on_task integer,
    off_academic integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table tally (
    -- One event that was counted.
    id blob primary key not null,
    observation blob,
    letter text,
    at_ms integer,
    seat_group text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table walk_item (
    -- One item of a walkthrough: a look-for, and whether it was seen.
    id blob primary key not null,
    observation blob,
    look_for blob,
    value text,
    note text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create index debrief_by_teacher on debrief (teacher);
create index debrief_by_observation on debrief (observation);
create index praise_line_by_debrief on praise_line (debrief);
create index praise_line_by_line on praise_line (line);
create index step_by_origin on step (origin_observation);
create index step_line_by_step on step_line (step);
create index step_check_by_step on step_check (step);
create index step_check_by_seen_in on step_check (seen_in);
create index step_check_line_by_step on step_check_line (step);
create index log_entry_by_date on log_entry (date);
create index log_entry_by_origin on log_entry (origin);
create index coach_note_by_week on coach_note (week);
create index note_fact_by_note on note_fact (note);
create index remark_by_note on remark (note);
create index code_by_observation on code (observation);
create index interval_mark_by_observation on interval_mark (observation);
create index talk_span_by_observation on talk_span (observation);
create index sweep_by_observation on sweep (observation);
create index tally_by_observation on tally (observation);
create index walk_item_by_observation on walk_item (observation);

create table local_typed (
    -- What stands in a field of a record and is not kept yet; null when all of it is. A row is replaced only by a higher
    -- number.
    row blob not null,
    field integer not null,
    number integer not null,
    text text,
    primary key (row, field)
) strict, without rowid;

create table local_timer (
    -- The timers that run in a debrief, by the clocks at their start.
    document blob not null,
    kind text not null,
    wall_ms integer not null,
    boot_ms integer not null,
    awake_ms integer not null,
    boot text not null,
    primary key (document, kind)
) strict, without rowid;
