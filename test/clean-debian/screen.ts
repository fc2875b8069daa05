/** The screen of that machine: a virtual one here, on which its compositor draws. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { dumpScreen } from '../e2e/glass.ts';

export interface Screen {
  /** As the machine names it, `:99`. */
  readonly display: string;
  /** The share of the screen, 0 to 1, that is within `tolerance` of this colour (red, green, blue). */
  shareOf(colour: readonly [number, number, number]): number;
  /** Presses these keys one after the other on the machine's keyboard, no faster than a person who reads. */
  press(...keys: readonly string[]): Promise<void>;
  close(): void;
}

const SIZE = '1280x720x24';
/** By which a colour may be off in each part, of 255. */
const TOLERANCE = 6;
/** On a busy machine what a key did is on the screen by then, in ms. */
const KEY_MS = 3_000;

export async function openScreen(): Promise<Screen> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SIZE, '-ac', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const numbers = server.stdio[3];
  if (numbers === null || numbers === undefined || !('readable' in numbers)) throw new Error('no screen');
  const [number] = (await once(createInterface(numbers as NodeJS.ReadableStream), 'line')) as [string];
  const display = `:${number}`;
  return {
    display,
    shareOf: (colour) => shareOf(dumpScreen('-display', display), colour),
    async press(...keys) {
      const xdotool = (...args: string[]): void => {
        execFileSync('xdotool', args, { env: { ...process.env, DISPLAY: display } });
      };
      // Without a window manager the keys go to the window under the pointer.
      xdotool('mousemove', '600', '300');
      for (const key of keys) {
        xdotool('key', key);
        await pause(KEY_MS);
      }
    },
    close: () => void server.kill('SIGTERM'),
  };
}

/** Reads X's own form of a picture: a header of 32-bit numbers, a colour table, then rows of pixels, blue first. */
function shareOf(xwd: Buffer, [red, green, blue]: readonly [number, number, number]): number {
  const at = (field: number): number => xwd.readUInt32BE(field * 4);
  const [headerBytes, width, height, bits, rowBytes, colours] = [at(0), at(4), at(5), at(11), at(12), at(19)];
  const start = headerBytes + colours * 12;
  const step = bits / 8;
  const near = (one: number | undefined, other: number): boolean => Math.abs((one ?? 0) - other) <= TOLERANCE;
  let found = 0;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const pixel = start + y * rowBytes + x * step;
      if (near(xwd[pixel], blue) && near(xwd[pixel + 1], green) && near(xwd[pixel + 2], red)) found += 1;
    }
  return found / (width * height);
}
