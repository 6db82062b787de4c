create table invite (
    -- One person's way in, once.
    org_id blob not null,
    -- BLAKE3 of the code.
    code blob not null,
    person blob not null,
    expires_ms integer not null,
    used_ms integer,
    -- The device that came in with it, so that an answer that was lost can be given again.
    device blob,
    primary key (org_id, code)
) strict;

create index invite_code on invite (code);

create table audit (
    -- What administrators and devices did to rights and devices. Append-only; each hash covers the one before.
    org_id blob not null,
    number integer not null,
    at_ms integer not null,
    act text not null,
    -- The person, device or organisation concerned: an id, never a name.
    subject blob not null,
    hash blob not null,
    primary key (org_id, number)
) strict;
