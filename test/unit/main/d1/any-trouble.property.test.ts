/** Whatever troubles come one after the other: D1 is never pressed, and every card has an answer again when they are over. */
import { createSecureContext } from 'node:tls';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { faultOfFailedCall } from '../../../../main/d1/faults.ts';
import { faulty, unexpected } from '../../../../main/d1/outcomes.ts';
import { createServerClock } from '../../../../main/d1/server-clock.ts';
import { granted, refused, type SignInContext } from '../../../../main/d1/sign-in.ts';
import { createSkewWatch } from '../../../../main/d1/skew-watch.ts';
import { createStatusRead } from '../../../../main/d1/status-read.ts';
import { TokenKeeper, type GrantOutcome } from '../../../../main/d1/token-keeper.ts';
import {
  CallFailed,
  type D1Call,
  type D1Response,
  type ResponseBody,
  type Transport,
} from '../../../../main/d1/transport.ts';
import { createPoller } from '../../../../main/tracking/poller.ts';
import { withContact, withFault } from '../../../../main/tracking/station-faults.ts';
import { withAnswersVoided, withCard, withoutCard } from '../../../../main/tracking/station-state.ts';
import { createStationStore } from '../../../../main/tracking/station-store.ts';
import { body, DONE, LIMITS, PACE, produce, READY } from '../tracking/builders.ts';
import { FakeClock, settled } from '../tracking/fake-clock.ts';
import { settingsFor } from './client-under-test.ts';

const NO_TLS = createSecureContext();
const SETTINGS = settingsFor(
  { authUrl: 'https://d1.example/authz/v1', bankingUrl: 'https://d1.example/banking/v1' },
  '',
);
const STARTS_PER_SECOND = 2;
/** A look of the simulation, in ms. */
const SLICE_MS = 500;
/** The longest that D1 can ask for or a refused sign-in is left alone, half a minute of spread, a back-off, and a round. */
const OVER_BY_MS = 300_000 + 30_000 + 60_000 + 30_000;
/** Sign-ins of a minute, whatever happens: for whoever waits the pause is anything up to a second at first, and each wake-up is a try. */
const SIGN_INS_A_MINUTE = 30;

type At = 'token' | 'read';
type Mood =
  | { readonly kind: 'well'; readonly lifeSeconds: number | undefined }
  | {
      readonly kind: 'status';
      readonly at: readonly At[];
      readonly status: number;
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: 'cut' | 'silent' | 'portal'; readonly at: readonly At[] };
type Step =
  | { readonly kind: 'mood'; readonly mood: Mood }
  | { readonly kind: 'forget-tokens' | 'scan' | 'take-away' | 'wake' | 'network' }
  | { readonly kind: 'sleep' | 'clock'; readonly byMs: number }
  | { readonly kind: 'pass'; readonly ms: number };

const ats = fc.constantFrom<readonly At[]>(['token'], ['read'], ['token', 'read']);
const life = fc.constantFrom(undefined, 30, 45, 61, 180, 900, 86_400);
const retryAfter = fc.constantFrom(
  undefined,
  '0',
  '1',
  '7',
  '120',
  '99999999999999999999',
  '-5',
  'soon',
  '1.5',
  '0x20',
  'date:90',
  'date:-90',
);
const mood: fc.Arbitrary<Mood> = fc.oneof(
  life.map((lifeSeconds): Mood => ({ kind: 'well', lifeSeconds })),
  fc
    .tuple(ats, fc.constantFrom(400, 401, 403, 404, 408, 418, 429, 500, 502, 503, 204, 302, 304), retryAfter)
    .map(([at, status, after]): Mood => ({ kind: 'status', at, status, retryAfter: after })),
  fc.tuple(fc.constantFrom('cut', 'silent', 'portal'), ats).map(([kind, at]): Mood => ({ kind, at })),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  mood.map((one): Step => ({ kind: 'mood', mood: one })),
  fc.constantFrom<Step>(
    { kind: 'forget-tokens' },
    { kind: 'scan' },
    { kind: 'take-away' },
    { kind: 'wake' },
    { kind: 'network' },
  ),
  fc
    .tuple(fc.constantFrom('sleep', 'clock'), fc.integer({ min: -7_200_000, max: 7_200_000 }))
    .map(([kind, byMs]): Step => ({ kind, byMs })),
  fc.integer({ min: 100, max: 400_000 }).map((ms): Step => ({ kind: 'pass', ms })),
);

interface Call {
  readonly at: At;
  readonly startedAt: number;
}

function station(seed: number) {
  const clock = new FakeClock();
  const store = createStationStore();
  const calls: Call[] = [];
  let random = seed >>> 0;
  const chance = (): number => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return random / 2 ** 32;
  };
  const world = {
    mood: { kind: 'well', lifeSeconds: 900 } as Mood,
    tokens: new Set<string>(),
    heldUntil: -Infinity,
    broke: [] as string[],
  };
  let given = 0;

  function answer(
    call: D1Call,
    at: At,
  ): { readonly status: number; readonly text: string; readonly headers: Record<string, string> } | 'cut' | 'silent' {
    const { mood: now } = world;
    const json = { 'content-type': 'application/json' };
    if (now.kind !== 'well' && now.at.includes(at)) {
      switch (now.kind) {
        case 'cut':
        case 'silent':
          return now.kind;
        case 'portal':
          return { status: 200, text: '<html>', headers: { 'content-type': 'text/html' } };
        case 'status': {
          const [, seconds] = /^date:(-?\d+)$/.exec(now.retryAfter ?? '') ?? [];
          const after =
            seconds === undefined ? now.retryAfter : new Date(clock.now().wall + Number(seconds) * 1_000).toUTCString();
          return {
            status: now.status,
            text: '{}',
            headers: { ...json, ...(after === undefined ? {} : { 'retry-after': after }) },
          };
        }
      }
    }
    if (at === 'token') {
      given += 1;
      const token = `token-${String(given)}`;
      world.tokens.add(token);
      const seconds = now.kind === 'well' ? now.lifeSeconds : 900;
      return { status: 200, text: JSON.stringify({ access_token: token, expires_in: seconds }), headers: json };
    }
    const token = call.headers['authorization']?.replace('Bearer ', '') ?? '';
    if (!world.tokens.has(token)) return { status: 401, text: '{}', headers: json };
    const cardId = decodeURIComponent(call.url.split('/').at(-2) ?? '');
    return {
      status: 200,
      text: JSON.stringify(body(produce(cardId.endsWith('done') ? DONE : READY, { cardId }))),
      headers: json,
    };
  }

  const transport: Transport = {
    tls: NO_TLS,
    respondedAt: () => null,
    startAnew: () => undefined,
    close: () => Promise.resolve(),
    send: (call) =>
      new Promise((resolve, reject) => {
        const at: At = call.method === 'POST' ? 'token' : 'read';
        const sentAt = clock.now();
        calls.push({ at, startedAt: sentAt.mono });
        if (at === 'read' && sentAt.mono < world.heldUntil)
          world.broke.push(`a read ${String(world.heldUntil - sentAt.mono)} ms too early`);
        const says = answer(call, at);
        const fail = (code: string): void =>
          reject(new CallFailed('https://d1.example', 'id', 'direct', Object.assign(new Error('made'), { code })));
        const cancel = clock.after(says === 'silent' ? 10_000 : 60, () => {
          if (says === 'cut') return fail('ECONNREFUSED');
          if (says === 'silent') return fail('UND_ERR_HEADERS_TIMEOUT');
          const receivedAt = clock.now();
          const headers: Record<string, string> = { date: new Date(receivedAt.wall).toUTCString(), ...says.headers };
          const response: D1Response = {
            status: says.status,
            header: (name) => headers[name],
            body: bodyOf(says.text),
            sentAt,
            receivedAt,
            correlationId: 'id',
          };
          return resolve(response);
        });
        call.signal?.addEventListener('abort', () => {
          cancel();
          fail('ABORT_ERR');
        });
      }),
  };
  const context: SignInContext = {
    identity: null,
    transport,
    clock: createServerClock(),
    skew: createSkewWatch(60_000, () => undefined),
    skewLimitMs: 60_000,
    connectTimeoutMs: 3_000,
    buildDate: 0,
    now: () => clock.now(),
  };
  async function signIn(): Promise<GrantOutcome> {
    try {
      const response = await transport.send({
        method: 'POST',
        url: `${SETTINGS.authUrl}/oauth2/token`,
        headers: {},
        lane: 'spare',
      });
      context.clock.learn(response.header('date'), response.receivedAt);
      return await (response.status === 200
        ? granted(response, SETTINGS.authUrl)
        : refused(response, SETTINGS, context));
    } catch (error) {
      if (error instanceof CallFailed) return faulty(await faultOfFailedCall(error, context));
      throw error;
    }
  }
  const tokens = new TokenKeeper({
    requestToken: () => signIn().catch(unexpected),
    clock,
    random: chance,
    firstMs: SETTINGS.signInFirstMs,
    ceilingMs: SETTINGS.signInCeilingMs,
    networkCeilingMs: 30_000,
    onSignIn(outcome) {
      if (outcome.kind === 'fault')
        return store.change((state) => withFault(state, 'sign-in', outcome.fault, clock.now()));
      const recovered = store.getState().contact.failingSince !== null;
      store.change((state) => withContact(state, 'sign-in', outcome.token.sentAt));
      if (recovered) poller.wakeAll();
    },
  });
  const { skew } = context;
  const read = createStatusRead({
    settings: SETTINGS,
    issuerId: 'ISSUER0001',
    sendsToken: true,
    transport,
    tokens,
    context,
    skew,
    clock,
  });
  const poller = createPoller({
    store,
    read,
    clock,
    random: chance,
    limits: LIMITS,
    pace: PACE,
    retry: { firstMs: 1_000, ceilingMs: 30_000, refusedMs: 60_000 },
    queue: { maxConcurrent: 4, startsPerSecond: STARTS_PER_SECOND },
    onRead: ({ fault }) => {
      // Read off what the station was told, so that a machine that sleeps changes nothing of it.
      if (fault?.retryAfterMs !== undefined && fault.httpStatus !== undefined)
        world.heldUntil = Math.max(world.heldUntil, clock.now().mono + fault.retryAfterMs);
    },
  });
  let scanned = 0;

  function wakeUp(): void {
    store.change((state) => withAnswersVoided(state, clock.now()));
    tokens.retryNow();
    poller.wakeAll();
  }

  return {
    clock,
    store,
    calls,
    world,
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= SLICE_MS) {
        await clock.run(Math.min(left, SLICE_MS));
        await settled();
        await settled();
      }
    },
    act(one: Exclude<Step, { kind: 'pass' }>) {
      switch (one.kind) {
        case 'mood':
          world.mood = one.mood;
          return;
        case 'forget-tokens':
          world.tokens.clear();
          return;
        case 'scan': {
          scanned += 1;
          const cardId = `card-${String(scanned)}${scanned % 2 === 0 ? '-done' : ''}`;
          store.change((state) => withCard(state, { cardId, pinnedOperationId: null, reference: null }, clock.now()));
          poller.wakeFirst(cardId);
          return;
        }
        case 'take-away': {
          const [cardId] = store.getState().cards.keys();
          if (cardId === undefined) return;
          poller.forget(cardId);
          store.change((state) => withoutCard(state, cardId));
          return;
        }
        case 'wake':
          wakeUp();
          return;
        case 'network':
          tokens.retryNow();
          poller.wakeAll();
          return;
        case 'sleep':
          clock.setWall(Math.abs(one.byMs));
          world.heldUntil = -Infinity;
          wakeUp();
          return;
        case 'clock':
          clock.setWall(one.byMs);
          world.heldUntil = -Infinity;
          wakeUp();
          return;
      }
    },
    stop() {
      tokens.stop();
      poller.stop();
    },
  };
}

function bodyOf(text: string): ResponseBody {
  const made = {
    async *[Symbol.asyncIterator]() {
      yield Buffer.from(text);
    },
    on: () => made,
    dump: () => Promise.resolve(null),
    destroy: () => made,
  };
  return made as unknown as ResponseBody;
}

/** The most calls that began within `ms`. */
function busiest(calls: readonly Call[], ms: number): number {
  let from = 0;
  let most = 0;
  for (const [index, { startedAt }] of calls.entries()) {
    while ((calls[from]?.startedAt ?? Infinity) <= startedAt - ms) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}

it('presses D1 with nothing, and no card is left without an answer', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), fc.integer(), async (steps, seed) => {
      const one = station(seed);
      one.act({ kind: 'scan' });
      for (const next of steps) {
        if (next.kind === 'pass') await one.pass(next.ms);
        else one.act(next);
      }
      one.act({ kind: 'mood', mood: { kind: 'well', lifeSeconds: 900 } });
      one.act({ kind: 'scan' });
      const over = one.clock.now();
      await one.pass(OVER_BY_MS);
      const { cards, faults, contact } = one.store.getState();
      for (const { answer } of cards.values()) expect(answer?.sentAt.mono).toBeGreaterThan(over.mono);
      expect([...faults.values()].map(({ fault }) => `${fault.family} ${fault.cause}`)).toEqual([]);
      expect(contact.failingSince).toBeNull();
      const reads = one.calls.filter(({ at }) => at === 'read');
      // A read whose token is refused is made once more, in the second after it or in the same.
      expect(busiest(reads, 1_000)).toBeLessThanOrEqual(3 * STARTS_PER_SECOND);
      expect(
        busiest(
          one.calls.filter(({ at }) => at === 'token'),
          60_000,
        ),
      ).toBeLessThanOrEqual(SIGN_INS_A_MINUTE);
      expect(one.world.broke).toEqual([]);
      expect(one.clock.pending()).toBeLessThanOrEqual(cards.size + 4);
      one.stop();
    }),
    { numRuns: 60 },
  );
});
