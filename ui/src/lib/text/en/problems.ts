/** Screens for when the app cannot go on as usual. Each says what happened, what is safe, what to do. */
export const problemText = {
  openBackup: "Open a backup",
  tryAgain: "Try again",
  quit: "Quit",
  otherProfiles: "Other profiles",
  another: "Set up another profile",
  whatIsSafe: "What is safe",
  whatToDo: "What to do",
  unexpected: {
    message: "Something in this window went wrong. What was shown as saved is safe.",
    hint: "Try again. If it stays, close Coachlight and start it again.",
  },
  notSavedHint: "Free some space on the disk, then try again.",
  screens: {
    damaged: {
      title: "This profile could not be read",
      happened: "The file that holds your work is damaged.",
      safe: "The file was left as it is. Backups on this computer are separate files, made daily.",
      todo: "Open the newest backup. What was written after it may be missing.",
    },
    "key-missing": {
      title: "The key to this profile is missing",
      happened: "Your work is here, but the file with its key is missing or cannot be read.",
      safe: "Nothing was changed, and nobody can read the work without the key.",
      todo: "Open a backup: each holds a copy of the key. Or put key.json back beside the database and try again.",
    },
    disk: {
      title: "The disk is full",
      happened: "There is no room to save on this computer.",
      safe: "Everything saved before is still there.",
      todo: "Free some space, then try again.",
    },
    busy: {
      title: "Another program is using this profile",
      happened: "A program holds the file with your work, perhaps one that makes copies of the disk.",
      safe: "Everything saved before is still there.",
      todo: "Wait until it has finished, or close it. Then try again.",
    },
    "already-running": {
      title: "Coachlight is already open",
      happened: "This folder is in use by another window of Coachlight.",
      safe: "Your work is open there. Two windows never write to one file.",
      todo: "Go on in the other window. If there is none, wait a moment and try again.",
    },
    newer: {
      title: "This profile was used with a newer version",
      happened: "A newer version of Coachlight has opened it, and this one cannot read it safely.",
      safe: "Nothing was changed.",
      todo: "Update Coachlight on this computer.",
    },
    internal: {
      title: "Coachlight could not start",
      happened: "",
      safe: "What was saved is still there.",
      todo: "Try again. If it stays, open a backup.",
    },
  },
};
