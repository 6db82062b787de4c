-- The time that was typed for a line from paper, before it is kept: `10:05`, `+3`. Empty for a line of a running lesson.
alter table local_draft add column typed_time text not null default '';
