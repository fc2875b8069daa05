/** A network namespace with a cable to this one: what listens at its far end is D1's side, and the cable can be pulled. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createServer, connect } from 'node:net';

import { untilTrue, type Ground } from '../ground.ts';
import { listens } from './nginx.ts';
import { FAR_ADDRESS } from './pki.ts';

const NEAR_ADDRESS = '10.213.77.1';
const START_LIMIT_MS = 10_000;

export interface Cable {
  /** Where D1 listens at the far end. */
  readonly address: string;
  readonly port: number;
  pull(): void;
  plugIn(): void;
}

/** Lays the cable and carries what arrives at its far end to `port` of this side's loopback interface. */
export async function layCable(ground: Ground, port: number): Promise<Cable> {
  // Interface names are at most 15 characters.
  const name = `cs${String(process.pid)}`;
  const near = `${name}n`;
  const far = `${name}f`;
  const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });
  ip('netns', 'add', name);
  ground.cleanUp(() => ip('netns', 'del', name));
  ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name);
  ip('addr', 'add', `${NEAR_ADDRESS}/30`, 'dev', near);
  ip('link', 'set', near, 'up');
  ip('-n', name, 'addr', 'add', `${FAR_ADDRESS}/30`, 'dev', far);
  ip('-n', name, 'link', 'set', far, 'up');

  // A socket in the file system is reached from every network namespace.
  const socket = join(ground.folder, 'cable.sock');
  const server = createServer((arrived) => {
    const onward = connect(port, '127.0.0.1');
    arrived.pipe(onward).pipe(arrived);
    arrived.on('error', () => onward.destroy());
    onward.on('error', () => arrived.destroy());
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  ground.cleanUp(() => void server.close());
  const script = `const net = require('node:net');
net.createServer((arrived) => {
  const onward = net.connect(${JSON.stringify(socket)});
  arrived.pipe(onward).pipe(arrived);
  arrived.on('error', () => onward.destroy());
  onward.on('error', () => arrived.destroy());
}).listen(443, ${JSON.stringify(FAR_ADDRESS)});`;
  ground.start('ip', ['netns', 'exec', name, process.execPath, '-e', script]);
  await untilTrue('the far end of the cable', START_LIMIT_MS, () => listens(443, FAR_ADDRESS));
  return {
    address: FAR_ADDRESS,
    port: 443,
    // The far end: with the near one down, packets would look for another way out of this machine.
    pull: () => ip('-n', name, 'link', 'set', far, 'down'),
    plugIn: () => ip('-n', name, 'link', 'set', far, 'up'),
  };
}
