create table local_salt (
    -- The seeds from which the salts of a replica's operations come: one for each span of sync::batch::salts::SPAN, so that
    -- a batch need not carry every salt. It goes when an operation of its span is erased.
    replica integer not null,
    span integer not null,
    seed blob not null,
    primary key (replica, span)
) strict, without rowid;
