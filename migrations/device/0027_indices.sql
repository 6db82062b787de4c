-- What the screens of coaching ask for, so that none of them reads a whole table of a decade.
create index step_by_state on step (state);
create index step_by_coach on step (coach, assigned);
create index step_check_by_maker on step_check (made_by, date);
create index debrief_by_date on debrief (date);
create index score_by_creation on score (created_ms, id);
create index coach_note_by_coach on coach_note (coach);
create index remark_by_coach on remark (coach);
create index log_entry_by_teacher on log_entry (teacher, date);
create index log_entry_by_way on log_entry (travel_from, school) where travel_from is not null;
create index log_entry_by_grant on log_entry (grant_code, date) where grant_code is not null;
