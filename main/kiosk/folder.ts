/** The places that are looked at for cards, as configured, with their faults on the screen. */
import type { Config } from '../config/schema.ts';
import type { Log } from '../diagnostics/log.ts';
import type { CardDesk } from '../intake/card-desk.ts';
import { createFolderIntake, type IntakeFault } from '../intake/folder-intake.ts';
import { createStationList, type StationListOptions } from '../intake/station-list.ts';
import type { Clock } from '../tracking/instant.ts';
import { withFault, withoutFault } from '../tracking/station-faults.ts';
import type { FaultSource } from '../tracking/station-state.ts';
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
    onFault: faultsOf('intake-folder', store, clock, log),
  });
  folder.start();
  return () => folder.stop();
}

/** Takes cards from the relay's list until the returned function is called. */
export function startListIntake(
  { intake }: Config,
  {
    store,
    log,
    ...parts
  }: Omit<StationListOptions, 'pollSeconds' | 'onFault'> & {
    readonly store: StationStore;
    readonly log: Log;
  },
): () => void {
  if (!intake.list) return () => undefined;
  const onFault = faultsOf('intake-list', store, parts.clock, log);
  const list = createStationList({ ...parts, pollSeconds: intake.listPollSeconds, onFault });
  list.start();
  return () => list.stop();
}

function faultsOf(source: FaultSource, store: StationStore, clock: Clock, log: Log) {
  return (fault: IntakeFault | null): void => {
    if (fault !== null) log.write({ event: 'intake', cause: fault.cause, detail: fault.detail });
    store.change((state) =>
      fault === null ? withoutFault(state, source) : withFault(state, source, fault, clock.now()),
    );
  };
}
