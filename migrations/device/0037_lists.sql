-- What lists count and mark for each of their rows, so that a page of them reads no line, no tag and no other operation.
-- Each index holds every column that is asked for: that of a condition on the index alone would be read from its row.
drop index line_counted;
drop index tag_counted;
drop index tag_by_observation;
create index line_counted on line (observation, removed_ms, marker);
create index tag_counted on tag (observation, removed_ms, line, look_for, polarity);
-- What was said of a row's being shared, by number: a share, its end, and its being withheld.
create index op_of_share on op (row) where kind in (7, 9, 10);
