-- For work that is carried on a stick (docs/decisions/0012-bundle.md).

-- Whom files for the service are written for; null until the service said it.
alter table local_exchange add column bundle_address text;
-- The service's epoch when it said so: a service that was restored may have another key.
alter table local_exchange add column bundle_epoch integer not null default 0;
-- The key that opens the answers; null until the first file is written.
alter table local_exchange add column bundle_key text;
