-- This week asks which debriefs are still to be held.
create index debrief_by_coach_planned on debrief (coach) where state = 'planned';
