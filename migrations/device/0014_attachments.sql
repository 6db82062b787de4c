create table attachment (
    -- A file beside an observation: a photograph of the board, a handout. Its bytes travel apart from the record.
    id blob primary key not null,
    observation blob,
    name text,
    media_type text,
    bytes integer,
    address text,
    key text,
    created_ms integer not null default 0,
    removed_ms integer,
    erased integer not null default 0
) strict, without rowid;

create index attachment_by_observation on attachment (observation);

create table local_attachment (
    -- The files of which something is known here, by the hash of their list of parts.
    address text not null primary key,
    -- The hashes of the encrypted parts.
    list blob not null,
    -- 1 when the service said that it has every part.
    is_sent integer not null default 0
) strict, without rowid;

create table local_attachment_part (
    -- Encrypted parts, as they travel; written once each.
    address text not null,
    number integer not null,
    bytes blob not null,
    primary key (address, number)
) strict;
