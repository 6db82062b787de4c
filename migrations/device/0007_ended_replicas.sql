create table local_ended_replica (
    -- Replicas under which this file's log was written before it was restored from a backup. Their last operation's
    -- number and chain value: nothing is appended to them any more, because the file that the backup was made of may
    -- have gone on under the same number.
    replica integer primary key,
    ctr integer not null,
    chain blob not null
) strict;
