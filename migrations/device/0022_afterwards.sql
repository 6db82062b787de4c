-- When an observation was typed in from paper; nothing where it was recorded while the lesson lasted.
alter table observation add column entered_ms integer;
