create table released (
    -- The blocks that came out of custody, by their last numbers: the device that wrote them is given them, too, and
    -- learns by it that they are in custody no longer.
    org_id blob not null,
    last_seq integer not null,
    primary key (org_id, last_seq)
) strict;
