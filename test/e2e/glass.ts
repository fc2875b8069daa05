/** What is really on the screen, pixel by pixel: a page can change in its document without changing on the glass. */
import { execFileSync } from 'node:child_process';

export interface Glass {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue at a place, 0-255. */
  pixel(x: number, y: number): readonly [number, number, number];
}

/** A screen of 4K is 33 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Takes the X server's picture of the whole screen: the XWD format, 32 bits a pixel, as Xvfb gives it. */
export function lookAtGlass(): Glass {
  const dump = dumpScreen();
  const field = (index: number): number => dump.readUInt32BE(index * 4);
  const [headerSize, width, height, bytesPerLine, colours] = [field(0), field(4), field(5), field(12), field(19)];
  const pixels = headerSize + colours * 12;
  return {
    width,
    height,
    pixel(x, y) {
      const at = pixels + y * bytesPerLine + x * 4;
      return [dump[at + 2] ?? 0, dump[at + 1] ?? 0, dump[at] ?? 0];
    },
  };
}

/**
 * What `xwd` says of the whole screen, of another display with its own arguments. It asks each window for its form first, and fails
 * where one is closed meanwhile, as each start does: again then.
 */
export function dumpScreen(...args: readonly string[]): Buffer {
  for (;;) {
    try {
      return execFileSync('xwd', ['-root', '-silent', ...args], { maxBuffer: MAX_BYTES, stdio: 'pipe' });
    } catch (error) {
      if (!String((error as { stderr?: Buffer }).stderr).includes('BadWindow')) throw error;
    }
  }
}

/** The share of the screen that is plainly green, 0-1. */
export function greenShare(glass: Glass): number {
  return shareOf(glass, ([r, g, b]) => g > 120 && g > r + 60 && g > b + 40);
}

/** The share of the screen of such colours, 0-1, looked at on a grid. */
export function shareOf(glass: Glass, isSuch: (colour: readonly [number, number, number]) => boolean): number {
  const step = 20;
  let such = 0;
  let all = 0;
  for (let y = 0; y < glass.height; y += step) {
    for (let x = 0; x < glass.width; x += step) {
      all += 1;
      if (isSuch(glass.pixel(x, y))) such += 1;
    }
  }
  return such / all;
}
