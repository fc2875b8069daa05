/** Starts a program as a desk does, with nothing attached to it, and waits for what it brings onto its screen. */
import { spawn, type ChildProcess } from 'node:child_process';

import { engineSwitches } from '../e2e/engine-switches.ts';
import { endProcess } from '../faults/ground.ts';
import { PATIENCE_MS, waitMs } from './bench-desk.ts';
import type { Colour, OwnScreen } from './own-screen.ts';

export interface Started {
  readonly pid: number;
  /** When it was started, by this process's monotonic clock, in ms. */
  readonly startedAt: number;
  readonly child: ChildProcess;
  end(): Promise<void>;
}

/** Colours that only what is waited for has, and the share of the screen that they must take. */
export interface Sight {
  readonly name: string;
  readonly colours: readonly Colour[];
  readonly share: number;
}

/** The glass is looked at this often, in ms: what is measured takes some hundred. */
const LOOK_EVERY_MS = 2;

export function startPlain(program: string, args: readonly string[], screen: OwnScreen): Started {
  const startedAt = performance.now();
  const child = spawn(program, [...args, ...engineSwitches()], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: screen.display },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  return { pid, startedAt, child, end: () => endProcess(child) };
}

/** Ms from the start until each of the sights was on the glass for the first time, in their order. Throws when one does not come. */
export async function untilSeen(started: Started, screen: OwnScreen, sights: readonly Sight[]): Promise<number[]> {
  const seen: number[] = [];
  const giveUpAt = started.startedAt + PATIENCE_MS;
  for (const { name, colours, share } of sights) {
    while (screen.shareOf(colours) < share) {
      if (performance.now() > giveUpAt || started.child.exitCode !== null) throw new Error(`${name} was not seen`);
      await waitMs(LOOK_EVERY_MS);
    }
    seen.push(performance.now() - started.startedAt);
  }
  return seen;
}
