import { describe, expect, it } from 'vitest';

import { parseCommandLine } from '../../../../main/kiosk/command-line.ts';

describe('white space that the engine drops', () => {
  const SIGNS = [' ', '\t', '\n', '\u00a0', '\u0085', '\u180e', '\u200b', '\u2003', '\u3000', '\u0085 \u0085'];
  for (const disguised of [
    ...SIGNS.map((sign) => `${sign}--no-sandbox`),
    '\n--remote-debugging-port=0',
    ' -no-sandbox',
  ]) {
    it(`hides no switch: ${JSON.stringify(disguised)}`, () => {
      expect(parseCommandLine([disguised], true, 'linux').kind).toBe('mistake');
      // Nor as what looks like the value of an option of ours.
      expect(parseCommandLine(['watch', 'card', '--reference', disguised], true, 'linux').kind).toBe('mistake');
    });
  }
});

describe('on Windows, where the engine takes a slash for the begin of a switch', () => {
  it.each(['/no-sandbox', ' /no-sandbox', '\u0085/remote-debugging-port=9222', '\t/no-sandbox'])(
    '%j is none',
    (hidden) => {
      for (const args of [[hidden], ['--config', hidden], ['--user-data-dir', hidden]])
        expect(parseCommandLine(args, true, 'win32').kind).toBe('mistake');
    },
  );
});
