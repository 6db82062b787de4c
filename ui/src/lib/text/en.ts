/**
 * Every word the interface shows or speaks, by area. One file an area, each a plain typed object;
 * words with a number or a name in them are functions. Components hold no literals. Words of screens that are read
 * behind the first one stay with them: `stepText`.
 */
import { attachmentText } from "./en/attachments";
import { connectionText } from "./en/connection";
import { fileProblemText } from "./en/files";
import { joinText } from "./en/join";
import { keyText } from "./en/keys";
import { kindText } from "./en/kinds";
import { historyText } from "./en/history";
import { organisationText } from "./en/organisation";
import { peopleText } from "./en/people";
import { observeText } from "./en/observe";
import { problemText } from "./en/problems";
import { rosterText } from "./en/roster";
import { searchText } from "./en/search";
import { settingsText } from "./en/settings";
import { sharingText } from "./en/sharing";
import { shellText } from "./en/shell";
import { startText } from "./en/start";
import { stickText } from "./en/stick";
import { syncText } from "./en/sync";
import { weekText } from "./en/week";

export const text = {
  ...shellText,
  keys: keyText,
  start: startText,
  join: joinText,
  organisation: organisationText,
  connection: connectionText,
  search: searchText,
  settings: settingsText,
  sharing: sharingText,
  problems: problemText,
  week: weekText,
  observe: observeText,
  kinds: kindText,
  people: peopleText,
  roster: rosterText,
  sync: syncText,
  history: historyText,
  stick: stickText,
  attachments: attachmentText,
  fileProblems: fileProblemText,
};
