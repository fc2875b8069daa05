/**
 * A screen of its own for one program, whose pixels lie in a file: what is on the glass is seen without a question to
 * anybody, and so without work for the program that is looked at.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import { endProcess } from '../faults/ground.ts';

/** Red, green and blue, 0-255. */
export type Colour = readonly [number, number, number];

export interface OwnScreen {
  /** For the environment of who draws on it. */
  readonly display: string;
  /** The share of the screen that has one of these colours now, 0-1. */
  shareOf(colours: readonly Colour[]): number;
  close(): Promise<void>;
}

const SCREEN = '1920x1080x24';
/** Looked at on a grid of so many columns and rows: a few pages of memory. */
const COLUMNS = 24;
const ROWS = 14;
const BYTES_A_PIXEL = 4;
const HEADER_FIELDS = 25;
/** A colour may come out so much different in each of its parts. */
const TOLERANCE = 2;

export async function openScreen(): Promise<OwnScreen> {
  const folder = mkdtempSync(join(tmpdir(), 'card-station-screen-'));
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-fbdir', folder, '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [line] = (await once(server.stdio[3] as Readable, 'data')) as [Buffer];
  const file = openSync(join(folder, 'Xvfb_screen0'), 'r');
  const header = Buffer.alloc(HEADER_FIELDS * 4);
  readSync(file, header, 0, header.length, 0);
  const field = (index: number): number => header.readUInt32BE(index * 4);
  const [headerSize, width, height, bytesPerLine, colourMap] = [field(0), field(4), field(5), field(12), field(19)];
  const pixels = headerSize + colourMap * 12;
  const row = Buffer.alloc(bytesPerLine);
  return {
    display: `:${line.toString().trim()}`,
    shareOf(colours) {
      let such = 0;
      for (let at = 0; at < ROWS; at += 1) {
        const y = Math.floor(((at + 0.5) * height) / ROWS);
        readSync(file, row, 0, bytesPerLine, pixels + y * bytesPerLine);
        for (let column = 0; column < COLUMNS; column += 1) {
          const x = Math.floor(((column + 0.5) * width) / COLUMNS) * BYTES_A_PIXEL;
          if (colours.some((colour) => isNear(row, x, colour))) such += 1;
        }
      }
      return such / (ROWS * COLUMNS);
    },
    async close() {
      closeSync(file);
      await endProcess(server);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The X server keeps blue, green, red. */
function isNear(row: Buffer, x: number, [red, green, blue]: Colour): boolean {
  const near = (offset: number, wanted: number): boolean => Math.abs((row[x + offset] ?? 0) - wanted) <= TOLERANCE;
  return near(0, blue) && near(1, green) && near(2, red);
}
