-- What lists count for each of their observations, so that a page of them reads no line.
create index line_counted on line (observation) where removed_ms is null and coalesce(marker, 0) = 0;
create index tag_counted on tag (observation, line) where removed_ms is null;
