import { expect, it } from 'vitest';

import type { LogEvent } from '../../../../main/diagnostics/log.ts';
import { REPEAT_MS, withoutRepeats } from '../../../../main/diagnostics/repeated-lines.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

function thriftyLog() {
  const clock = new FakeClock();
  const lines: LogEvent[] = [];
  const log = withoutRepeats({ write: (event) => void lines.push(event) }, clock);
  return { clock, lines, log };
}
const DROPPED: LogEvent = { event: 'dropped-message', path: 'station:watch', detail: 'schema' };

it('writes a line at once, and the same ones of a minute as one more with their number', () => {
  const { clock, lines, log } = thriftyLog();
  for (let n = 0; n < 1_000; n += 1) log.write(DROPPED);
  expect(lines).toEqual([DROPPED]);
  log.write({ ...DROPPED, detail: 'too-many' });
  expect(lines).toHaveLength(2);
  clock.advance(REPEAT_MS);
  expect(lines.slice(2)).toEqual([{ ...DROPPED, detail: 'schema (999 times more)' }]);
  log.write(DROPPED);
  expect(lines).toHaveLength(4);
});

it('says nothing more of what came once, and keeps no timer for it', () => {
  const { clock, lines, log } = thriftyLog();
  log.write(DROPPED);
  clock.advance(REPEAT_MS * 2);
  expect(lines).toEqual([DROPPED]);
  expect(clock.pending()).toBe(0);
});

it('is not drowned by lines that are all different either', () => {
  const { lines, log } = thriftyLog();
  for (let n = 0; n < 5_000; n += 1) log.write({ ...DROPPED, detail: String(n) });
  expect(lines).toHaveLength(200);
});
