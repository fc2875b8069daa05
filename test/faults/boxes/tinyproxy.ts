/** A real tinyproxy, as a bank's proxy: it carries CONNECT, refuses it, or wants to know who asks. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';

import { endProcess, untilTrue, type Ground } from '../ground.ts';
import { listens } from './nginx.ts';

/** `open`: everybody may; `asks`: only with a password (407); `refuses`: not to this port (403). */
export type Temper = 'open' | 'asks' | 'refuses';

export interface Tinyproxy {
  readonly port: number;
  use(temper: Temper): Promise<void>;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 10_000;

/** Not started yet: `use` does. `prefix` goes before its command line. */
export function createTinyproxy(ground: Ground, port: number, prefix: readonly string[]): Tinyproxy {
  let running: ChildProcess | null = null;
  const stop = async (): Promise<void> => {
    const ending = running;
    running = null;
    if (ending !== null) await endProcess(ending);
  };
  return {
    port,
    stop,
    async use(temper) {
      await stop();
      const config = join(ground.folder, 'tinyproxy.conf');
      const lines = [
        `Port ${port}`,
        'Listen 127.0.0.1',
        'Timeout 60',
        'MaxClients 20',
        `LogFile "${join(ground.folder, 'tinyproxy.log')}"`,
        ...(temper === 'asks' ? ['BasicAuth someone made-up'] : []),
        ...(temper === 'refuses' ? ['ConnectPort 1'] : []),
      ];
      writeFileSync(config, `${lines.join('\n')}\n`);
      const [program = '', ...args] = [...prefix, ...['tinyproxy', '-d', '-c', config]];
      running = ground.start(program, args);
      await untilTrue('tinyproxy', START_LIMIT_MS, () => listens(port));
    },
  };
}
