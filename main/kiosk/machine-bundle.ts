/** The bundle in the machine's own folder, as the running station comes by it: taken before the credentials are loaded. */
import { dirname, join } from 'node:path';

import { importBundle, type ImportOptions } from '../credentials/import-bundle.ts';
import type { Log } from '../diagnostics/log.ts';
import type { ImportView } from '../ipc/fault-contract.ts';

/** Beside the machine's configuration file; the station's account may write it, and others than administrators must not. */
export function importFolder(machineFile: string): string {
  return join(dirname(machineFile), 'provisioning');
}

export interface MachineBundle {
  /** Looks for one and takes it; whoever asks meanwhile waits for the same. Never rejects. */
  take(options: Omit<ImportOptions, 'folder'>): Promise<void>;
  /** Why the one that lies there was not taken, or not deleted; null when all is well. */
  trouble(): ImportView | null;
}

export function createMachineBundle(folder: string, log: Log): MachineBundle {
  let trouble: ImportView | null = null;
  let refused: string | null = null;
  let taking: Promise<void> | null = null;

  async function look(options: Omit<ImportOptions, 'folder'>): Promise<void> {
    const outcome = await importBundle({ ...options, folder }, refused);
    // The very files that were refused before: what was said of them still holds.
    if (outcome.kind === 'failed' && outcome.given !== null && outcome.given === refused) return;
    refused = outcome.kind === 'failed' ? outcome.given : null;
    const before = trouble;
    trouble = outcome.kind === 'failed' ? { problem: outcome.problem, detail: outcome.detail } : null;
    if (outcome.kind === 'imported') log.write({ event: 'credentials', outcome: 'imported' });
    else if (trouble !== null && (before?.problem !== trouble.problem || before.detail !== trouble.detail))
      log.write({ event: 'credentials', outcome: `import ${trouble.problem}`, detail: trouble.detail });
  }

  return {
    take(options) {
      taking ??= look(options)
        .catch(() => {
          trouble = { problem: 'unreadable', detail: 'unexpected failure' };
        })
        .finally(() => {
          taking = null;
        });
      return taking;
    },
    trouble: () => trouble,
  };
}
