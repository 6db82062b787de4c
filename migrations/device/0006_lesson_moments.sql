create table local_moment (
    -- The last moment known of each open observation, so that its clock goes on after a kill.
    observation blob primary key not null,
    -- The moment by the observation's own clock: its start and the offset since, so that it stays where the start moves.
    lesson_ms integer not null,
    wall_ms integer not null,
    boot_ms integer not null,
    awake_ms integer not null,
    boot text not null
) strict, without rowid;

insert into local_moment (observation, lesson_ms, wall_ms, boot_ms, awake_ms, boot)
select anchor.observation, anchor.offset_ms + coalesce(seen.started_ms, 0), anchor.wall_ms, anchor.boot_ms,
       anchor.awake_ms, anchor.boot
from local_anchor anchor left join observation seen on seen.id = anchor.observation;

drop table local_anchor;
alter table local_moment rename to local_anchor;

-- The same for the first key of what stands in a field.
alter table local_draft rename column offset_ms to lesson_ms;
update local_draft
set lesson_ms = lesson_ms + coalesce((select started_ms from observation where id = local_draft.document), 0);
