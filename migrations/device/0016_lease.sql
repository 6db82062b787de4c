create table local_lease (
    -- How long ago the service last spoke to this computer: sync::lease. No row before it ever did.
    one integer primary key check (one = 1),
    -- The service's clock then, in milliseconds since 1970.
    said_ms integer not null,
    -- How many milliseconds had passed since then when that was last counted, and this computer's clock at that moment.
    passed_ms integer not null,
    clock_ms integer not null,
    -- 1 while what others wrote is closed: their operations stay in the log, and no row is made of them.
    is_shut integer not null default 0
) strict;
