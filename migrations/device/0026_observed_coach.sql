-- The coach whom a supervisor observed; of a lesson nobody.
alter table observation add column coach blob;
