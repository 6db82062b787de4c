create table lease (
    -- For how many days a computer without contact goes on showing what others wrote. No row: the usual number of days.
    org_id blob not null primary key,
    days integer not null
) strict;
