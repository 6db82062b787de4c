-- Joining an organisation, and whom and what this computer trusts.

create table local_joining (
    -- An invitation that was not used up yet: kept before it is shown to the service, so that an answer that is lost
    -- costs nothing. The row goes when the organisation's rows are here.
    one integer primary key check (one = 1),
    service text not null,
    code text not null,
    -- The private half of the device's key.
    signing_key blob not null
) strict;

create table local_authority (
    -- A certificate authority of the district's own, trusted beside the system's.
    id integer primary key,
    -- What a person knows it by: the name of the file that it came from.
    name text not null,
    pem text not null
) strict;
