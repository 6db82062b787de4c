-- Names that are looked for before words are shared, and words of which a person said that they are no name.

create table student_name (
    -- A student's name. Private log: stays on this computer.
    id blob primary key not null,
    name text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create table local_no_name (
    -- A word that looks like a name and is none, without capitals and accents.
    word text primary key not null
) strict, without rowid;
