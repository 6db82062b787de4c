-- The store itself splits and folds words, and writes the sign of a row's kind before each of them (search/index.rs).
-- It asks for rows alone, never for places in a text, so the index keeps none. Its texts are written anew at the start.
drop table search;

create virtual table search using fts5 (
    text, content = '', detail = none, prefix = '2 3 4', tokenize = 'ascii'
);

delete from search_entry;
