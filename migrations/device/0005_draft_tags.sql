-- The positions of the look-fors that are chosen for a line before it is kept, as `0,2`.
alter table local_draft add column tags text not null default '';
