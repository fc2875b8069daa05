/** The bundle in the machine's own folder, as the running station comes by it: taken before the credentials are loaded. */
import { dirname, join } from 'node:path';

import { importBundle, type ImportOptions, type ImportOutcome } from '../credentials/import-bundle.ts';
import { oneLine } from '../credentials/keychain-fault.ts';
import type { Log } from '../diagnostics/log.ts';
import type { ImportView } from '../ipc/fault-contract.ts';

/** Beside the machine's configuration file; the station's account may write it, and others than administrators must not. */
export function importFolder(machineFile: string): string {
  return join(dirname(machineFile), 'provisioning');
}

export interface MachineBundle {
  /** Looks for one and takes it; true when it was taken. Whoever asks meanwhile waits for the same. Never rejects. */
  take(options: Omit<ImportOptions, 'folder'>): Promise<boolean>;
  /** Why the one that lies there was not taken, or not deleted; null when all is well. */
  trouble(): ImportView | null;
}

export function createMachineBundle(folder: string, log: Log): MachineBundle {
  let trouble: ImportView | null = null;
  let refused: string | null = null;
  let taking: Promise<boolean> | null = null;

  async function look(options: Omit<ImportOptions, 'folder'>): Promise<boolean> {
    const outcome = await importBundle({ ...options, folder }, refused);
    // The very files that were refused before: what was said of them still holds.
    if (outcome.kind === 'failed' && outcome.given !== null && outcome.given === refused) return false;
    refused = outcome.kind === 'failed' ? outcome.given : null;
    const before = trouble;
    trouble = troubleOf(outcome);
    if (outcome.kind === 'imported') log.write({ event: 'credentials', outcome: 'imported' });
    if (trouble !== null && (before?.problem !== trouble.problem || before.detail !== trouble.detail))
      log.write({ event: 'credentials', outcome: `import ${trouble.problem}`, detail: trouble.detail });
    return outcome.kind === 'imported';
  }

  return {
    take(options) {
      taking ??= look(options)
        .catch(() => {
          trouble = { problem: 'unreadable', detail: 'unexpected failure' };
          return false;
        })
        .finally(() => {
          taking = null;
        });
      return taking;
    },
    trouble: () => trouble,
  };
}

function troubleOf(outcome: ImportOutcome): ImportView | null {
  switch (outcome.kind) {
    case 'nothing':
      return null;
    case 'imported':
      return outcome.left.length === 0 ? null : { problem: 'left-behind', detail: oneLine(outcome.left.join(', ')) };
    case 'failed':
      return { problem: outcome.problem, detail: outcome.detail };
  }
}
