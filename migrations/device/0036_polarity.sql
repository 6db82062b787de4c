-- Whether a tagged line shows its look-for or that it was missing; nothing for tags from before, which show it.
alter table tag add column polarity text;
