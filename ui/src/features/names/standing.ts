/** Whether names stand in records that one key would share. A search that fails is shown where it can be tried again. */
import { sharedNames } from "$lib/api/sharing";

export async function namesStandIn(ids: readonly string[]): Promise<boolean> {
  try {
    const names = await Promise.all(ids.map((id) => sharedNames(id)));
    return names.some((those) => those.length > 0);
  } catch {
    return true;
  }
}
