import { expect, it } from 'vitest';

import { explainClosed, type ProbeResult } from '../../../../main/d1/connection-probe.ts';

const OPEN: ProbeResult = { kind: 'open' };
const CLOSED: ProbeResult = { kind: 'closed-after-handshake' };
const CUT: ProbeResult = { kind: 'failed', cause: { family: 'closed' } };
const REFUSED: ProbeResult = { kind: 'failed', cause: { family: 'network', cause: 'refused' } };
const ALERT: ProbeResult = { kind: 'failed', cause: { family: 'certificate', cause: 'client-missing' } };

const NETWORK = { family: 'closed' };
const CLIENT_REFUSED = { family: 'certificate', cause: 'client-refused' };

it.each<[string, readonly ProbeResult[], unknown]>([
  ['both fresh connections closed once our certificate was seen', [CLOSED, CLOSED], CLIENT_REFUSED],
  ['one of them closed earlier', [CLOSED, CUT], NETWORK],
  ['the other one of them closed earlier', [CUT, CLOSED], NETWORK],
  ['both closed earlier', [CUT, CUT], NETWORK],
  ['the first one stays open', [OPEN], NETWORK],
  ['the second one stays open', [CLOSED, OPEN], NETWORK],
  ['one cannot be made', [CLOSED, REFUSED], { family: 'network', cause: 'refused' }],
  ['one ends with an alert', [ALERT], { family: 'certificate', cause: 'client-missing' }],
])('a call that merely closed: %s', async (_words, probes, expected) => {
  const left = [...probes];
  const found = await explainClosed(() => Promise.resolve(left.shift() ?? expect.unreachable()));
  expect(found).toEqual(expected);
  expect(left).toEqual([]);
});
