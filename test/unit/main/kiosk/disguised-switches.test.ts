import { describe, expect, it } from 'vitest';

import { parseCommandLine } from '../../../../main/kiosk/command-line.ts';

describe('white space that the engine drops', () => {
  for (const disguised of [' --no-sandbox', '\t--no-sandbox', '\n--remote-debugging-port=0', ' -no-sandbox']) {
    it(`hides no switch: ${JSON.stringify(disguised)}`, () => {
      expect(parseCommandLine([disguised], true, 'linux').kind).toBe('mistake');
      // Nor as what looks like the value of an option of ours.
      expect(parseCommandLine(['watch', 'card', '--reference', disguised], true, 'linux').kind).toBe('mistake');
    });
  }
});
