import type { Backup, Removed } from "../../lib/api/keeping";
import type { Commands } from "../mock";

const backups: Backup[] = [
  { path: "/backups/20261119T141000Z-daily.coachlight", name: "20261119T141000Z-daily.coachlight", madeAt: "2026-11-19T14:10:00Z", reason: "daily", bytes: 1_840_000 },
  { path: "/backups/20261116T200000Z-import.coachlight", name: "20261116T200000Z-import.coachlight", madeAt: "2026-11-16T20:00:00Z", reason: "import", bytes: 1_790_000 },
];
let removed: Removed[] = [
  { id: "r1", kind: "line", label: "“Hmm. Could you draw it?” Hands her the marker.", removed: "19 November", goneOn: "19 December" },
  { id: "r2", kind: "visit", label: "Lena Fischer, 20 November", removed: "17 November", goneOn: "17 December" },
];

const drop = ({ id }: { id: string }) => void (removed = removed.filter((one) => one.id !== id));

const commands: Commands = {
  backups: () => backups,
  backups_here: () => backups.map((backup) => ({ label: "M. E., North Ridge", backup })),
  back_up: () => backups[0],
  restore_backup: () => null,
  recently_removed: () => removed,
  bring_back: drop,
  erase: (args: { id: string }) => (drop(args), 0),
  erasing: () => ({ isUnfinished: false, damaged: [] }),
  remove_backup: () => null,
  check_data: () => ({ operations: 61_204 }),
  stop_checking: () => null,
  stop_restoring: () => null,
  finish_erasing: () => 0,
  stop_erasing: () => null,
  undo: () => ({ label: "Tag B on a line" }),
  redo: () => null,
  choose_file: ({ kind }: { kind: string }) => `/home/maya/${kind}.coachlight`,
  suggested_file: ({ kind }: { kind: string }) => `/home/maya/coachlight-${kind}-2026-11-19`,
  choose_save: ({ suggested }: { suggested: string }) => suggested,
};
export default commands;
