/** Faults of the sign-in and of the clock it depends on. */
import type { FaultCase } from '../case.ts';
import { outage, truthOf } from '../outage.ts';
import { PLAIN, plainPlan, type PlainStand } from '../plans.ts';
import { steady } from '../steady.ts';
import { takeOff } from '../staff.ts';

const HOUR_MS = 3_600_000;
/** The pause after a refused sign-in is 5 s at a quick desk, and a read follows. */
const SIGN_IN_RECOVER_S = 8;
const TEN_YEARS_S = 315_360_000;

/** A station of its own: no read of it has ever been accepted. */
const FRESH = plainPlan('fresh station');

function shifted(name: string, says: string, offsetMs: number): FaultCase<PlainStand> {
  return outage<PlainStand>({
    name,
    says,
    plan: PLAIN,
    breakIt: ({ stand: { sandbox } }) => {
      sandbox.control.shiftClock(offsetMs);
      // A token that is still good would carry the station over the hour.
      sandbox.control.expireTokens();
    },
    mend: (scene) => scene.stand.sandbox.control.shiftClock(0),
    screen: { verdict: 'cannot-tell', fault: 'clock/skew', connection: 'down' },
    // An answer dated far back is first of all taken for a stored one.
    families: offsetMs < 0 ? ['malformed'] : [],
    recoverS: SIGN_IN_RECOVER_S,
  });
}

export const SIGN_IN_CASES: readonly FaultCase<PlainStand>[] = [
  steady({
    name: '401-once',
    says: 'one read answers 401',
    plan: PLAIN,
    happens: async (scene) => {
      const { control } = scene.stand.sandbox;
      const refused = control.nextRequest(({ kind, status }) => kind === 'status' && status === 401);
      scene.inject({ kind: 'status', status: 401 }, { on: 'status', times: 1 });
      await refused;
    },
  }),
  steady({
    name: 'tokens-gone',
    says: 'D1 forgets every token',
    plan: PLAIN,
    happens: (scene) => scene.stand.sandbox.control.expireTokens(),
  }),
  outage({
    name: '401-for-ever',
    says: 'every read answers 401, whatever the token',
    plan: PLAIN,
    meanwhile: 'production-exception',
    breakIt: (scene) => scene.inject({ kind: 'status', status: 401 }, { on: 'status' }),
    mend: (scene) => scene.clearFaults(),
    screen: { verdict: 'cannot-tell', fault: 'sign-in/unauthorised', connection: 'down' },
    recoverS: SIGN_IN_RECOVER_S,
  }),
  {
    name: '403-one-card',
    says: '403 for one card while another is answered',
    plan: PLAIN,
    families: ['malformed'],
    async run(scene) {
      const { control } = scene.stand.sandbox;
      const other = `${scene.cardId}-other`.slice(-48);
      await scene.set('ready', other);
      await scene.scan({}, other);
      await scene.set('done');
      await scene.scan(truthOf('done'));
      // The other card is the last one that D1 answers before it forbids this one.
      await control.nextRequest(({ kind, cardId, status }) => kind === 'status' && cardId === other && status === 200);
      scene.inject({ kind: 'status', status: 403 }, { cardId: scene.cardId });
      const screen = await scene.until({ verdict: 'cannot-tell', fault: 'malformed/unexpected-status' }, 14_000);
      scene.clearFaults();
      const mendedAt = performance.now();
      await scene.until(truthOf('done'), 8_000);
      const recoveredS = (performance.now() - mendedAt) / 1_000;
      await takeOff(scene.stand.desk.station(), other);
      control.remove(other);
      return { screen, recoveredS };
    },
  },
  outage({
    name: '403-all',
    says: '403 for every card of a station that worked until now',
    plan: PLAIN,
    breakIt: (scene) => scene.inject({ kind: 'status', status: 403 }, { on: 'status' }),
    mend: (scene) => scene.clearFaults(),
    screen: { verdict: 'cannot-tell', fault: 'sign-in/forbidden', connection: 'down' },
    withinS: 20,
    recoverS: SIGN_IN_RECOVER_S,
  }),
  outage({
    name: 'token-503',
    says: 'the sign-in answers 503 and D1 forgets every token',
    plan: PLAIN,
    breakIt: (scene) => {
      scene.inject({ kind: 'status', status: 503 }, { on: 'token' });
      scene.stand.sandbox.control.expireTokens();
    },
    mend: (scene) => scene.clearFaults(),
    screen: { verdict: 'cannot-tell', fault: 'network/server-error', connection: 'down' },
  }),
  outage({
    name: 'token-reset',
    says: 'the sign-in is reset and D1 forgets every token',
    plan: PLAIN,
    breakIt: (scene) => {
      scene.inject({ kind: 'reset' }, { on: 'token' });
      scene.stand.sandbox.control.expireTokens();
    },
    mend: (scene) => scene.clearFaults(),
    screen: { verdict: 'cannot-tell', fault: 'network/reset', connection: 'down' },
  }),
  outage({
    name: 'token-html',
    says: 'the sign-in answers a login page with 200 and D1 forgets every token',
    plan: PLAIN,
    breakIt: (scene) => {
      scene.inject({ kind: 'html' }, { on: 'token' });
      scene.stand.sandbox.control.expireTokens();
    },
    mend: (scene) => scene.clearFaults(),
    screen: { verdict: 'cannot-tell', fault: 'malformed/content-type', connection: 'down' },
  }),
  outage({
    name: 'token-life-0',
    says: 'tokens live 0 s: dead on arrival',
    plan: PLAIN,
    breakIt: (scene) => {
      scene.stand.sandbox.control.configure({ tokenLifeS: 0 });
      scene.stand.sandbox.control.expireTokens();
    },
    mend: (scene) => void scene.stand.sandbox.control.configure({ tokenLifeS: 900 }),
    screen: { verdict: 'cannot-tell', fault: 'sign-in/unauthorised', connection: 'down' },
    recoverS: SIGN_IN_RECOVER_S,
  }),
  steady({
    name: 'token-life-2-s',
    says: 'tokens live 2 s',
    plan: PLAIN,
    happens: (scene) => {
      scene.stand.sandbox.control.configure({ tokenLifeS: 2 });
      scene.stand.sandbox.control.expireTokens();
    },
    mend: (scene) => void scene.stand.sandbox.control.configure({ tokenLifeS: 900 }),
  }),
  steady({
    name: 'token-life-10-years',
    says: 'a token for ten years, which D1 then forgets',
    plan: PLAIN,
    happens: async (scene) => {
      const { control } = scene.stand.sandbox;
      control.configure({ tokenLifeS: TEN_YEARS_S });
      control.expireTokens();
      await control.nextRequest(({ kind }) => kind === 'token');
      // The new token has been used: its end is one of its own.
      await control.nextRequest(({ kind, status }) => kind === 'status' && status === 200);
      control.expireTokens();
    },
    mend: (scene) => void scene.stand.sandbox.control.configure({ tokenLifeS: 900 }),
  }),
  shifted('skew-plus-1-h', "D1's clock is 1 h ahead of the station's", HOUR_MS),
  shifted('skew-minus-1-h', "D1's clock is 1 h behind the station's", -HOUR_MS),
  {
    name: '403-all-fresh',
    says: '403 for every card of a station just started',
    plan: FRESH,
    families: ['sign-in'],
    async run(scene) {
      await scene.set('done');
      scene.inject({ kind: 'status', status: 403 }, { on: 'status' });
      await scene.scan({});
      const screen = await scene.until({ verdict: 'cannot-tell', fault: 'sign-in/forbidden' }, 14_000);
      scene.clearFaults();
      const mendedAt = performance.now();
      await scene.until(truthOf('done'), SIGN_IN_RECOVER_S * 1_000);
      return { screen, recoveredS: (performance.now() - mendedAt) / 1_000 };
    },
  },
];
