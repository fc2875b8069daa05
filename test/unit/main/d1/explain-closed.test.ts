import { expect, it } from 'vitest';

import { explainClosed, type ProbeResult } from '../../../../main/d1/connection-probe.ts';

const OPEN: ProbeResult = { kind: 'open' };
const CLOSED: ProbeResult = { kind: 'closed-after-handshake' };
const CUT: ProbeResult = { kind: 'failed', cause: { family: 'closed' } };
const REFUSED: ProbeResult = { kind: 'failed', cause: { family: 'network', cause: 'refused' } };
const CLIENT_MISSING = { family: 'certificate', cause: 'client-missing' } as const;
const ALERT: ProbeResult = { kind: 'failed', cause: CLIENT_MISSING };

const NETWORK = { family: 'closed' };
const CLIENT_REFUSED = { family: 'certificate', cause: 'client-refused' };

const NOBODY = (): boolean => false;

it.each<[string, readonly ProbeResult[], unknown]>([
  ['both fresh connections closed once our certificate was seen', [CLOSED, CLOSED], CLIENT_REFUSED],
  ['one of them closed earlier', [CLOSED, CUT], NETWORK],
  ['the other one of them closed earlier', [CUT, CLOSED], NETWORK],
  ['both closed earlier', [CUT, CUT], NETWORK],
  ['the first one stays open', [OPEN], NETWORK],
  ['the second one stays open', [CLOSED, OPEN], NETWORK],
  ['one cannot be made', [CLOSED, REFUSED], { family: 'network', cause: 'refused' }],
  ['one ends with an alert', [ALERT], CLIENT_MISSING],
])('a call that merely closed: %s', async (_words, probes, expected) => {
  const left = [...probes];
  const found = await explainClosed(() => Promise.resolve(left.shift() ?? expect.unreachable()), NOBODY);
  expect(found).toEqual(expected);
  expect(left).toEqual([]);
});

it.each<[string, readonly ProbeResult[], unknown]>([
  ['is the line, whatever two connections do', [CLOSED, CLOSED], NETWORK],
  ['is our certificate all the same when an alert says so', [CLOSED, ALERT], CLIENT_MISSING],
])('a call that merely closed while others are answered %s', async (_words, probes, expected) => {
  const left = [...probes];
  const found = await explainClosed(
    () => Promise.resolve(left.shift() ?? expect.unreachable()),
    () => true,
  );
  expect(found).toEqual(expected);
});

it('a call that merely closed counts an answer that comes while the connections are tried', async () => {
  let answered = false;
  const probe = (): Promise<ProbeResult> => {
    answered = true;
    return Promise.resolve(CLOSED);
  };
  expect(await explainClosed(probe, () => answered)).toEqual(NETWORK);
});
