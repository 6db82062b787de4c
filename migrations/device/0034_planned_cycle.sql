-- From which day to which a coaching cycle is planned, when a teacher who asks for one has time, and to which coaching
-- cycle a lesson belongs that two people plan.
alter table coaching_cycle add column planned_start text;
alter table coaching_cycle add column planned_end text;
alter table coaching_request add column slots text;
alter table lesson_prep add column coaching_cycle blob;
