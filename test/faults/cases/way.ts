/** Faults of the way to D1, made by D1's own side: refused, reset, silent, slow, and the statuses of a server in trouble. */
import type { Effect, FaultTarget } from '../../sandbox/faults.ts';
import type { Expected, FaultCase, Scene, Told } from '../case.ts';
import { outage, truthOf, type Outage } from '../outage.ts';
import { PLAIN, plainPlan, type PlainStand } from '../plans.ts';

const DOWN: Expected = { verdict: 'cannot-tell', connection: 'down' };

type Rest = Partial<Omit<Outage<PlainStand>, 'name' | 'says' | 'breakIt' | 'mend' | 'screen'>>;

/** One effect on the reads of the card, and no token trouble. */
function injected(name: string, says: string, effect: Effect, fault: string, rest: Rest = {}, target?: FaultTarget) {
  return outage<PlainStand>({
    name,
    says,
    plan: PLAIN,
    breakIt: (scene) => scene.inject(effect, target ?? { on: 'status' }),
    mend: (scene) => scene.clearFaults(),
    screen: { ...DOWN, fault },
    ...rest,
  });
}

/** The time-outs as they are by default: the stall of a real network meets these. */
const DEFAULT_TIMEOUTS = plainPlan('default time-outs', {
  d1: { connectTimeoutSeconds: 5, headersTimeoutSeconds: 10, bodyTimeoutSeconds: 10 },
});

/** D1 asks to be left alone for 9 s: the wait itself is what is looked at, and what the screen says in it. */
const AWAY_MS = 9_000;

async function retryAfter(scene: Scene<PlainStand>, form: 'seconds' | 'date'): Promise<Told> {
  await scene.set('ready');
  await scene.scan({ verdict: 'wait', phase: 'at-printer', fault: null });
  const { control } = scene.stand.sandbox;
  const refusal = control.nextRequest(({ status }) => status === 429);
  // An HTTP date counts whole seconds.
  const date = new Date(Math.ceil((Date.now() + AWAY_MS) / 1_000) * 1_000);
  const retryAfter = form === 'seconds' ? String(AWAY_MS / 1_000) : date.toUTCString();
  scene.inject({ kind: 'status', status: 429, retryAfter }, { on: 'status', times: 1 });
  const refused = await refusal;
  const mayAskFrom = form === 'seconds' ? refused.realTime + AWAY_MS : date.getTime();
  await scene.set('done');
  const screen = await scene.until({ fault: 'network/too-many-requests', verdict: 'wait' }, AWAY_MS);
  await scene.until(truthOf('done'), AWAY_MS + 5_000);
  const greenAt = Date.now();
  const next = control.requests().find(({ kind, id }) => kind === 'status' && id > refused.id);
  const askedAt = next?.realTime ?? 0;
  if (askedAt < mayAskFrom) throw new Error(`asked again ${mayAskFrom - askedAt} ms too early`);
  const awayS = (askedAt - refused.realTime) / 1_000;
  return { screen, recoveredS: Math.max(0, greenAt - mayAskFrom) / 1_000, note: `stayed away ${awayS.toFixed(1)} s` };
}

export const WAY_CASES: readonly FaultCase<PlainStand>[] = [
  outage({
    name: 'refused',
    says: 'D1 stops listening',
    plan: PLAIN,
    breakIt: (scene) => scene.stand.sandbox.control.goOffline(),
    mend: (scene) => scene.stand.sandbox.control.goOnline(),
    screen: { ...DOWN, fault: 'network/refused' },
  }),
  outage({
    name: 'refused-then-failed',
    says: 'D1 stops listening, and the card fails meanwhile',
    plan: PLAIN,
    meanwhile: 'production-exception',
    breakIt: (scene) => scene.stand.sandbox.control.goOffline(),
    mend: (scene) => scene.stand.sandbox.control.goOnline(),
    screen: { ...DOWN, fault: 'network/refused' },
  }),
  injected('reset', 'every read is reset before a byte', { kind: 'reset' }, 'network/reset'),
  injected('reset-mid-body', 'the connection closes in mid-body', { kind: 'cut' }, 'network/reset'),
  injected('no-headers', 'the beginning of the answer never comes', { kind: 'hang' }, 'network/timeout'),
  injected('body-stops', 'the body stops half-way', { kind: 'stall' }, 'network/timeout'),
  injected('500-storm', 'every read answers 500', { kind: 'status', status: 500 }, 'network/server-error', {
    meanwhile: 'production-exception',
  }),
  injected('503-all', '503 for reads and sign-in', { kind: 'status', status: 503 }, 'network/server-error', {}, {}),
  {
    name: '429-seconds',
    says: '429 with Retry-After: 9',
    plan: PLAIN,
    families: ['network'],
    run: (scene) => retryAfter(scene, 'seconds'),
  },
  {
    name: '429-date',
    says: '429 with Retry-After as an HTTP date 9 s ahead',
    plan: PLAIN,
    families: ['network'],
    run: (scene) => retryAfter(scene, 'date'),
  },
  {
    ...injected(
      'stall-30-s',
      'nothing comes for 30 s, default time-outs',
      { kind: 'delay', ms: 30_000 },
      'network/timeout',
      {
        withinS: 25,
        recoverS: 12,
      },
    ),
    plan: DEFAULT_TIMEOUTS,
  },
];
