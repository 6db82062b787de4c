-- A consent to be coached that is withdrawn: a row of its own names the consent that it takes back, so that either of the two
-- can say it, and what was signed stays readable.

alter table coaching_consent add column withdraws blob;
