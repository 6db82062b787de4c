create table brought (
    -- The number at which the first words of a share stand in its scope.
    org_id blob not null,
    author blob not null,
    root blob not null,
    scope blob not null,
    seq integer not null,
    primary key (org_id, author, root, scope)
) strict;

create table sent (
    -- When a block of a scope that is shared was first sent to one of its readers, by the block's first number.
    org_id blob not null,
    scope blob not null,
    person blob not null,
    seq integer not null,
    at_ms integer not null,
    primary key (org_id, scope, person, seq)
) strict;
