create table attachment (
    -- Which records name a file, by the address of its bytes: whoever may read the scope may fetch and bring its parts.
    org_id blob not null,
    address blob not null,
    scope blob not null,
    -- The record.
    member blob not null,
    primary key (org_id, address, scope, member)
) strict;

create index attachment_member on attachment (org_id, member);

create table attachment_part (
    -- The encrypted parts of these files, each checked against the list when it came.
    org_id blob not null,
    address blob not null,
    -- From 0; the list itself is -1.
    number integer not null,
    bytes blob not null,
    primary key (org_id, address, number)
) strict;
