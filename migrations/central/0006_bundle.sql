create table bundle_key (
    -- The key that opens files of carried work that are for the service: drawn with the organisation, or at its first use.
    org_id blob not null primary key,
    -- As the crate age writes it. It is in backups, so that files that are still on their way can be read afterwards.
    secret text not null
) strict;
