/** A hosts file that one program sees in place of the machine's: a mount namespace of its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Ground } from '../ground.ts';

export interface PrivateHosts {
  /** Put before a program and its arguments, it makes the program see this hosts file. */
  readonly prefix: readonly string[];
  /** The same as text for a shell. */
  readonly command: string;
  /** Makes the name known, at this address, or unknown. */
  set(name: string, address: string | null): void;
}

export function createPrivateHosts(ground: Ground): PrivateHosts {
  const file = join(ground.folder, 'hosts');
  const own = readFileSync('/etc/hosts', 'utf8');
  writeFileSync(file, own);
  const script = join(ground.folder, 'with-hosts.sh');
  writeFileSync(script, `mount --bind '${file}' /etc/hosts && exec "$@"\n`);
  const prefix = ['unshare', '--mount', 'sh', script];
  return {
    prefix,
    command: prefix.join(' '),
    // Written in place: the mount holds on to the file itself, not to its name.
    set: (name, address) => writeFileSync(file, address === null ? own : `${own.trimEnd()}\n${address} ${name}\n`),
  };
}
