/** The intake folder of the configuration, with its faults on the screen; nothing where none is configured. */
import type { Config } from '../config/schema.ts';
import type { Log } from '../diagnostics/log.ts';
import type { CardDesk } from '../intake/card-desk.ts';
import { createFolderIntake } from '../intake/folder-intake.ts';
import type { Clock } from '../tracking/instant.ts';
import { withFault, withoutFault } from '../tracking/station-faults.ts';
import type { StationStore } from '../tracking/station-store.ts';

/** Takes cards from the folder until the returned function is called. */
export function startFolderIntake(
  { intake }: Config,
  desk: CardDesk,
  store: StationStore,
  clock: Clock,
  log: Log,
): () => void {
  if (intake.folder === undefined) return () => undefined;
  const folder = createFolderIntake({
    folder: intake.folder,
    pollSeconds: intake.folderPollSeconds,
    keepDays: intake.folderKeepDays,
    allowNumericIds: intake.allowNumericIds,
    desk,
    clock,
    onFault(fault) {
      if (fault !== null) log.write({ event: 'intake', cause: fault.cause, detail: fault.detail });
      store.change((state) =>
        fault === null ? withoutFault(state, 'intake-folder') : withFault(state, 'intake-folder', fault, clock.now()),
      );
    },
  });
  folder.start();
  return () => folder.stop();
}
