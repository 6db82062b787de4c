-- The coach whom a supervisor means to observe; of a visit to a teacher or a team nobody.
alter table visit add column coach blob;
