-- From which day to which a coaching cycle is planned, and when a teacher who asks for one has time.
alter table coaching_cycle add column planned_start text;
alter table coaching_cycle add column planned_end text;
alter table coaching_request add column slots text;
