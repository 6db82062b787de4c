create table local_remark (
    -- What a person said of a coach note, or answered, and can still take back: it is no operation yet, so that it cannot
    -- leave this computer. Its id is the row's that it becomes.
    id blob primary key not null,
    coach blob not null,
    teacher blob,
    note blob not null,
    kind text not null,
    words text not null,
    passage text not null,
    answers blob,
    said_ms integer not null,
    -- The clock's moment from which on it goes with the next exchange.
    goes_ms integer not null
) strict, without rowid;

create index local_remark_by_note on local_remark (note);

create table local_read_note (
    -- The coach notes of others that were read on this computer. Nobody is told.
    note blob primary key not null,
    -- The last answer that was here then.
    answer blob,
    read_ms integer not null
) strict, without rowid;
