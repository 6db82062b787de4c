import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { fakeRust } from "../../dev/fake-rust";
import { defaults } from "$lib/api/settings";
import { toasts } from "$lib/toasts.svelte";
import RestoreDialog from "./RestoreDialog.svelte";

test("a_restored_backup_is_said_and_where_the_work_of_before_is", async () => {
  const opened = {
    profile: { id: "p1", label: "Mine", demo: false }, me: { id: "m", name: "Dana Whitfield", role: "Coach" },
    zone: "America/Chicago", settings: defaults, openObservation: null, presenting: false,
  };
  fakeRust({ restore_backup: () => opened });
  const close = vi.fn();
  render(RestoreDialog, { path: "/a.coachlight-backup", close });

  await userEvent.type(screen.getByLabelText("Passphrase or recovery code of the backup"), "four words{Enter}");

  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(toasts.all[0]?.message).toBe("The backup is open. What stood here before is among the backups.");
});
