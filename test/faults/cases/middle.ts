/** Middle boxes that mean well: a proxy before D1 that is cut off from it, drips its answers, rewrites them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Expected, FaultCase } from '../case.ts';
import { FRONT, type FrontStand } from '../front.ts';
import { outage } from '../outage.ts';
import { steady } from '../steady.ts';
import { back, put, STORED_CASES } from './stored.ts';

const DOWN: Expected = { verdict: 'cannot-tell', connection: 'down' };

const REWRITE = 'sub_filter_types application/json; sub_filter_once on; proxy_set_header Accept-Encoding "";';
/** A body of some 350 bytes at this rate takes longer than any call may. */
const DRIP = 'limit_rate 12;';

export const MIDDLE_CASES: readonly FaultCase<FrontStand>[] = [
  steady({
    name: 'nginx-normal',
    says: 'nginx ends TLS before D1, and all is well',
    plan: FRONT,
    happens: () => undefined,
  }),
  outage({
    name: 'nginx-502',
    says: 'nginx loses D1 and answers 502',
    plan: FRONT,
    meanwhile: 'production-exception',
    breakIt: ({ stand }) => stand.sandbox.control.goOffline(),
    mend: ({ stand }) => stand.sandbox.control.goOnline(),
    screen: { ...DOWN, fault: 'network/server-error' },
  }),
  outage({
    name: 'nginx-504',
    says: 'D1 is silent and nginx answers 504',
    plan: FRONT,
    async breakIt(scene) {
      await put(scene, { inLocation: 'proxy_read_timeout 1s;' });
      scene.inject({ kind: 'hang' }, { on: 'status' });
    },
    async mend(scene) {
      scene.clearFaults();
      await back(scene);
    },
    screen: { ...DOWN, fault: 'network/server-error' },
  }),
  outage({
    name: 'slow-drip',
    says: 'nginx drips the answer, 12 bytes a second',
    plan: FRONT,
    breakIt: (scene) => put(scene, { inLocation: DRIP }),
    mend: back,
    screen: { ...DOWN, fault: 'network/timeout' },
    withinS: 40,
    // A call that is dripping when the drip ends has its 25 s still to run.
    recoverS: 28,
  }),
  outage({
    name: 'utf-16',
    says: 'the answer in UTF-16 under the name of JSON',
    plan: FRONT,
    async breakIt(scene) {
      const file = join(scene.stand.other.folder, 'utf-16.json');
      writeFileSync(file, Buffer.from('\ufeff{"operations":[]}', 'utf16le'));
      const inServer = `${scene.stand.good.inServer ?? ''} location ~ productionStatus$ { types {} default_type application/json; alias ${file}; }`;
      await put(scene, { inServer });
    },
    mend: back,
    screen: { ...DOWN, fault: 'malformed/not-json' },
  }),
  ...STORED_CASES,
  steady({
    name: 'no-expires-in',
    says: 'the sign-in tells no expires_in',
    plan: FRONT,
    async happens(scene) {
      await put(scene, { inLocation: `${REWRITE} sub_filter '"expires_in":900,' '';` });
      scene.stand.sandbox.control.expireTokens();
    },
    mend: back,
  }),
  steady({
    name: 'expires-in-0',
    says: 'the sign-in tells expires_in 0 of a good token',
    plan: FRONT,
    async happens(scene) {
      await put(scene, { inLocation: `${REWRITE} sub_filter '"expires_in":900,' '"expires_in":0,';` });
      scene.stand.sandbox.control.expireTokens();
    },
    mend: back,
  }),
];
