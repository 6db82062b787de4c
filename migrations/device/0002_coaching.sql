-- The typed tables of the device, one for each entity of crates/domain/src/schema.rs.
-- Every table here has STRICT types and its id as key, and nothing that an accepted operation could break:
-- no references, no other unique, no checks on values that a newer version may extend. `removed_ms` is null while the
-- row is live, and holds the moment of its removal after that. `erased` is 1 when its content was erased for good.

create table organisation (
    -- A district, a school or another employer.
    id blob primary key not null,
    name text,
    kind text,
    parent blob,
    zone text,
    external_id text,
    identifier text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table person (
    -- An adult who works in a school or with one.
    id blob primary key not null,
    given text,
    family text,
    preferred text,
    pronouns text,
    email text,
    external_id text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table role (
    -- What a person does where, and from when to when.
    id blob primary key not null,
    person blob,
    organisation blob,
    code text,
    teaching real,
    leading real,
    starts text,
    ends text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table relationship (
    -- Who coaches whom.
    id blob primary key not null,
    coach blob,
    teacher blob,
    kind text,
    starts text,
    ends text,
    cadence_days integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table team (
    -- A team of teachers who meet over one subject.
    id blob primary key not null,
    school blob,
    title text,
    subject text,
    grades text,
    lead blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table membership (
    -- Who belongs to a team, and from when to when.
    id blob primary key not null,
    team blob,
    person blob,
    starts text,
    ends text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table section (
    -- A class: one teacher, one subject, one period.
    id blob primary key not null,
    school blob,
    teacher blob,
    title text,
    subject text,
    grade text,
    period text,
    room text,
    external_id text,
    ends text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table school_year (
    -- A school year.
    id blob primary key not null,
    organisation blob,
    label text,
    starts text,
    ends text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table calendar_day (
    -- A day of the school calendar that is not an ordinary school day.
    id blob primary key not null,
    organisation blob,
    date text,
    kind text,
    label text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table period (
    -- One lesson time of a school's bell schedule, in minutes after midnight in the school's zone.
    id blob primary key not null,
    organisation blob,
    code text,
    starts_minute integer,
    ends_minute integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table visit (
    -- A planned visit to a teacher or a team.
    id blob primary key not null,
    teacher blob,
    team blob,
    section blob,
    date text,
    starts_minute integer,
    period text,
    minutes integer,
    purpose text,
    state text,
    reason text,
    observation blob,
    school blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table look_for_set (
    -- A version of a set of look-fors. A set in use never changes; an edit makes the next version.
    id blob primary key not null,
    title text,
    version integer,
    follows blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table look_for (
    -- Something that can be seen or heard in a lesson.
    id blob primary key not null,
    set_id blob,
    position integer,
    text text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table observation (
    -- One observed lesson.
    id blob primary key not null,
    teacher blob,
    section blob,
    visit blob,
    look_for_set blob,
    kind text,
    state text,
    started_ms integer,
    ended_offset_ms integer,
    zone text,
    planned_minutes integer,
    students integer,
    focus text,
    school blob,
    observer blob,
    open_step blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table line (
    -- One line of a script: what was said or done, and when.
    id blob primary key not null,
    observation blob,
    offset_ms integer,
    wall_ms integer,
    boot text,
    speaker text,
    text text,
    starred integer,
    marker integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table wondering (
    -- A private wondering of the observer. It never leaves this computer in readable form. Private log: stays on this computer.
    id blob primary key not null,
    observation blob,
    offset_ms integer,
    wall_ms integer,
    text text,
    line blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table tag (
    -- A line as evidence for a look-for.
    id blob primary key not null,
    line blob,
    look_for blob,
    observation blob,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table gap (
    -- A stretch of an observation in which nothing could be written: pause, sleep, restart.
    id blob primary key not null,
    observation blob,
    from_ms integer,
    to_ms integer,
    cause text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table step (
    -- A step that a teacher and a coach agreed on.
    id blob primary key not null,
    teacher blob,
    coach blob,
    text text,
    state text,
    assigned text,
    check_date text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table content_cycle (
    -- A team's 9 to 12 weeks on one topic.
    id blob primary key not null,
    team blob,
    topic text,
    focus text,
    starts text,
    weeks integer,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table abbreviation (
    -- A personal abbreviation that expands in the script. Private log: stays on this computer.
    id blob primary key not null,
    short text,
    long text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;
-- Reads that screens make often.
create index line_by_observation on line (observation, offset_ms);
create index wondering_by_observation on wondering (observation, offset_ms);
create index tag_by_observation on tag (observation);
create index gap_by_observation on gap (observation);
create index observation_by_teacher on observation (teacher, started_ms);
create index observation_by_start on observation (started_ms);
create index visit_by_date on visit (date);
create index role_by_person on role (person);
create index section_by_teacher on section (teacher);
create index look_for_by_set on look_for (set_id);
create index step_by_teacher on step (teacher);
create index calendar_day_by_date on calendar_day (date);
create index person_by_external_id on person (external_id);
create index section_by_external_id on section (external_id);
