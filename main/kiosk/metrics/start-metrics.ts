/** The figures of the running station in the file that the configuration names; nothing where it names none. Wiring only. */
import { statSync } from 'node:fs';
import { join } from 'node:path';

import type { Config } from '../../config/schema.ts';
import type { Log } from '../../diagnostics/log.ts';
import { LEDGER_FILE } from '../../ledger/open-file.ts';
import type { Clock } from '../../tracking/instant.ts';
import type { PaceStanding } from '../../tracking/pace-standing.ts';
import type { StationStore } from '../../tracking/station-store.ts';
import type { D1Session } from '../d1-session.ts';
import type { FirstStart } from '../first-start/first-start.ts';
import type { LedgerKeeper } from '../ledger-keeper.ts';
import type { PageRecovery } from '../recovery/page-recovery.ts';
import { limitsOf } from '../settings.ts';
import { keepMetricsFile } from './metrics-file.ts';
import { endedText, metricsText, type StationIdentity } from './station-metrics.ts';
import type { Tally } from './tally.ts';

export interface MetricsParts {
  readonly config: Config;
  readonly version: string;
  readonly profileFolder: string;
  readonly store: StationStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly tally: Tally;
  readonly d1: Pick<D1Session, 'skewMs' | 'certificateEndsAt'>;
  readonly keeper: Pick<LedgerKeeper, 'current'>;
  readonly recovery: Pick<PageRecovery, 'taken' | 'isStopped'>;
  readonly firstStart: Pick<FirstStart, 'view'>;
  readonly paceStanding: () => PaceStanding;
}

/** Writes until the returned function is called, which leaves a file that says so. */
export function startMetrics(parts: MetricsParts): () => void {
  const { config, store, clock, log, d1, keeper, recovery } = parts;
  const { file, everySeconds } = config.metrics;
  if (file === undefined) return () => undefined;
  const startedAt = clock.now().wall;
  const identity = identityOf(parts);
  return keepMetricsFile({
    file,
    everyMs: everySeconds * 1_000,
    clock,
    text: () =>
      metricsText({
        now: clock.now(),
        startedAt,
        identity,
        versionTest: parts.firstStart.view().test.kind,
        state: store.getState(),
        freshnessMs: limitsOf(config).freshnessMs,
        counted: parts.tally.counted(),
        pace: parts.paceStanding(),
        recovery: recovery.taken(),
        pageStopped: recovery.isStopped(),
        certificateEndsAt: d1.certificateEndsAt(),
        skewMs: d1.skewMs(),
        head: keeper.current()?.head() ?? null,
        recordBytes: recordBytes(parts.profileFolder),
      }),
    lastText: () => endedText(identity, clock.now()),
    onTrouble: (code) =>
      log.write(
        code === null
          ? { event: 'metrics', outcome: 'written' }
          : { event: 'metrics', outcome: 'not written', cause: code, path: file },
      ),
  });
}

function identityOf({ config: { station, d1 }, version }: MetricsParts): StationIdentity {
  const { electron, node } = process.versions;
  return {
    station: station.name,
    persoStation: station.persoStation,
    environment: d1.environment,
    version,
    electron,
    node,
  };
}

/** What the record takes on disk with what is not yet merged into it; null while there is none, or it cannot be looked at. */
function recordBytes(profileFolder: string): number | null {
  try {
    const { size } = statSync(join(profileFolder, LEDGER_FILE));
    return size + (statSync(join(profileFolder, `${LEDGER_FILE}-wal`), { throwIfNoEntry: false })?.size ?? 0);
  } catch {
    return null;
  }
}
