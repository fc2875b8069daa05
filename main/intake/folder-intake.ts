/** The intake folder over time: when it is looked at, when old files go, and which fault branch IT is told of. */
import type { Fault } from '../tracking/fault.ts';
import type { Clock } from '../tracking/instant.ts';
import { createFolderLook, type FolderDesk, type LookResult } from './folder-look.ts';
import { codeOf } from '../config/error-code.ts';
import { prune } from './prune.ts';

/** A share that is away can hold a call for minutes; then the folder counts as unreachable, in ms. */
const NO_ANSWER_MS = 10_000;
/** For how long refused files are news, in ms: what is older lies in the folder `failed` with its reason. */
const REFUSED_NEWS_MS = 15 * 60_000;
/** Old files are looked for this often, in ms, and after a pause of one look while there are more of them. */
const PRUNE_EVERY_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

export type IntakeFault = Extract<Fault, { family: 'intake' }>;

export interface FolderIntakeOptions {
  /** Full path (`intake.folder`). */
  readonly folder: string;
  readonly pollSeconds: number;
  readonly keepDays: number;
  readonly desk: FolderDesk;
  readonly allowNumericIds: boolean;
  readonly clock: Clock;
  /** Called when the fault becomes another one, with null when there is none any more. */
  readonly onFault: (fault: IntakeFault | null) => void;
  readonly platform?: NodeJS.Platform;
}

export interface FolderIntake {
  start(): void;
  /** No file is taken after this; a look that hangs is left to itself. */
  stop(): void;
}

export function createFolderIntake(options: FolderIntakeOptions): FolderIntake {
  const { folder, desk, allowNumericIds, clock, platform = process.platform } = options;
  const look = createFolderLook({ folder, desk, allowNumericIds, platform });
  let stopped = true;
  let cancel = (): void => undefined;
  let told: IntakeFault | null = null;
  let pruneAt = -Infinity;
  let refused: { readonly count: number; readonly last: string; readonly at: number } | null = null;

  function tell(fault: IntakeFault | null): void {
    if (stopped || (told?.cause === fault?.cause && told?.detail === fault?.detail)) return;
    told = fault;
    options.onFault(fault);
  }

  function faultAfter({ unreachable, refusals }: LookResult, now: number): IntakeFault | null {
    const last = refusals.at(-1);
    const old = refused !== null && now - refused.at >= REFUSED_NEWS_MS;
    if (last !== undefined) refused = { count: (old ? 0 : (refused?.count ?? 0)) + refusals.length, last, at: now };
    else if (old) refused = null;
    if (unreachable !== null) return unreachableFault(unreachable);
    if (refused === null) return null;
    const files = refused.count === 1 ? '1 file was refused' : `${refused.count} files were refused`;
    return fault('files-refused', `${files}. The last one: ${refused.last} See the folder "failed".`);
  }

  async function tidy(places: readonly string[], now: number): Promise<string | null> {
    if (now < pruneAt) return null;
    pruneAt = now + PRUNE_EVERY_MS;
    try {
      for (const place of places) {
        if (await prune(place, options.keepDays * DAY_MS, clock.now().wall)) pruneAt = now;
      }
      return null;
    } catch (error) {
      return `Old files cannot be deleted: the system says ${codeOf(error)}.`;
    }
  }

  async function once(): Promise<void> {
    const now = clock.now().mono;
    const cancelWarning = clock.after(NO_ANSWER_MS, () => tell(unreachableFault('The folder does not answer.')));
    const result = await look(
      now,
      () => stopped,
      (places) => tidy(places, now),
    );
    cancelWarning();
    if (stopped) return;
    tell(faultAfter(result, now));
    cancel = clock.after(options.pollSeconds * 1_000, () => void once());
  }

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      void once();
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}

function unreachableFault(why: string): IntakeFault {
  return fault('folder-unreachable', why);
}

function fault(cause: IntakeFault['cause'], detail: string): IntakeFault {
  return { family: 'intake', cause, detail, correlationId: null };
}
