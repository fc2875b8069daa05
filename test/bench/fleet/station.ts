/**
 * One station of the fleet: the program's own tracking, poller, token keeper and status read, on a modelled D1 and in virtual
 * time, wired as `main/kiosk/d1-session.ts` does; and the people before it. Signing and TLS are left out.
 */
import { createStatusRead } from '../../../main/d1/status-read.ts';
import { unexpected } from '../../../main/d1/outcomes.ts';
import { createServerClock } from '../../../main/d1/server-clock.ts';
import type { D1Settings } from '../../../main/d1/settings.ts';
import { granted, refused, type SignInContext } from '../../../main/d1/sign-in.ts';
import { createSkewWatch } from '../../../main/d1/skew-watch.ts';
import { faultOfFailedCall } from '../../../main/d1/faults.ts';
import { TokenKeeper, type GrantOutcome } from '../../../main/d1/token-keeper.ts';
import { CallFailed, type Transport } from '../../../main/d1/transport.ts';
import { createPoller, type PollerOptions } from '../../../main/tracking/poller.ts';
import { withContact, withFault } from '../../../main/tracking/station-faults.ts';
import { withCard, withoutCard } from '../../../main/tracking/station-state.ts';
import { createStationStore } from '../../../main/tracking/station-store.ts';
import { judgeAt } from '../../../main/tracking/verdict.ts';
import { answerFor, newCard, nextArrival, type CardLife } from './card-life.ts';
import { lognormal } from './chance.ts';
import { AUTH_URL, modelledTransport, type World } from './modelled-transport.ts';

/** The station's own numbers, as its configuration gives them. */
export type StationSettings = Pick<PollerOptions, 'limits' | 'pace' | 'retry' | 'queue'> & {
  readonly d1: D1Settings;
  readonly networkCeilingMs: number;
};

export interface FleetStation {
  /** Whether it knows how things are: no failure stands, and every card on its screen has an answer that is still fresh. */
  isFresh(): boolean;
  hasCards(): boolean;
  /** Greens that D1's own state did not bear out at the moment of the handover. */
  wrongGreens(): number;
  handovers(): number;
}

/** As in `d1-session.ts`: a token lives this much longer while a card is green, in ms. */
const TOKEN_LIFE_WHILE_GREEN_MS = 60_000;
/** As in the configuration: a press covers this much, in ms. */
const PRESS_MS = 4_000;
/** Staff look this often whether the card is there, in ms. */
const GLANCE_MS = 1_000;
/** After a press that came to nothing staff wait this long, in ms. */
const PRESS_AGAIN_MS = 10_000;
/** A card that failed is put away after this long, in ms. */
const FAILURE_SEEN_MS = 20_000;

export function startFleetStation(
  name: string,
  startAt: number,
  world: World,
  settings: StationSettings,
): FleetStation {
  const { clock, random, scenario } = world;
  const { limits, pace } = settings;
  const wallAtZero = clock.now().wall - clock.now().mono;
  const store = createStationStore();
  const cards = new Map<string, CardLife>();
  let wrong = 0;
  let handed = 0;
  let scanned = 0;

  const transport = modelledTransport(world, (cardId, at) => {
    const card = cards.get(cardId);
    return card === undefined ? '{"operations":[]}' : answerFor(card, at, wallAtZero);
  });
  const context = contextOf(transport, world, settings);
  const tokens = new TokenKeeper({
    requestToken: () => signIn(transport, settings.d1, context).catch(unexpected),
    clock,
    random,
    firstMs: settings.d1.signInFirstMs,
    ceilingMs: settings.d1.signInCeilingMs,
    networkCeilingMs: settings.networkCeilingMs,
    onSignIn: signedIn,
  });
  const read = createStatusRead({
    settings: settings.d1,
    issuerId: 'ISSUER0001',
    sendsToken: true,
    transport,
    tokens,
    context,
    skew: context.skew,
    clock,
  });
  const { retry, queue } = settings;
  const poller = createPoller({ store, read, clock, random, limits, pace, retry, queue });
  let keptWhileGreen = false;
  store.subscribe(({ cards: tracks }) => {
    const green = [...tracks.values()].some(({ phase }) => phase === 'personalised');
    if (green === keptWhileGreen) return;
    keptWhileGreen = green;
    tokens.setMinimumLife(green ? TOKEN_LIFE_WHILE_GREEN_MS : 0);
  });

  function signedIn(outcome: GrantOutcome): void {
    if (outcome.kind === 'fault') {
      store.change((state) => withFault(state, 'sign-in', outcome.fault, clock.now()));
      return;
    }
    const recovered = store.getState().contact.failingSince !== null;
    store.change((state) => withContact(state, 'sign-in', outcome.token.sentAt));
    if (recovered) poller.wakeAll();
  }

  function expectCustomer(): void {
    const now = clock.now().mono;
    const at = nextArrival(now, scenario, random);
    if (at === null) return;
    clock.after(at - now, () => {
      scan();
      expectCustomer();
    });
  }

  function scan(): void {
    scanned += 1;
    const at = clock.now();
    const card = newCard(`${name}-${scanned}`, at.mono, scenario, random);
    cards.set(card.cardId, card);
    store.change((state) => withCard(state, { cardId: card.cardId, pinnedOperationId: null, reference: null }, at));
    poller.wakeFirst(card.cardId);
    glance(card.cardId);
  }

  /** Staff look until something can be done. */
  function glance(cardId: string): void {
    clock.after(GLANCE_MS, () => {
      const track = store.getState().cards.get(cardId);
      if (track === undefined) return;
      switch (judgeAt(track, { now: clock.now(), limits, pace }).verdict) {
        case 'hand-over':
          clock.after(lognormal(random, scenario.collectMedianMs, scenario.collectSpread), () => press(cardId));
          return;
        case 'do-not-hand-over':
          clock.after(FAILURE_SEEN_MS, () => takeAway(cardId));
          return;
        default:
          glance(cardId);
      }
    });
  }

  function press(cardId: string): void {
    void poller.readNow(cardId, PRESS_MS).then(({ kind }) => {
      const track = store.getState().cards.get(cardId);
      if (track === undefined) return;
      const green = judgeAt(track, { now: clock.now(), limits, pace }).verdict === 'hand-over';
      if (kind !== 'answered' || !green) {
        clock.after(PRESS_AGAIN_MS, () => press(cardId));
        return;
      }
      const card = cards.get(cardId);
      handed += 1;
      if (card === undefined || card.fails || clock.now().mono < card.endsAt) wrong += 1;
      takeAway(cardId);
    });
  }

  function takeAway(cardId: string): void {
    poller.forget(cardId);
    store.change((state) => withoutCard(state, cardId));
    cards.delete(cardId);
  }

  clock.after(startAt - clock.now().mono, () => {
    tokens.retryNow();
    expectCustomer();
  });

  return {
    isFresh() {
      const { contact, cards: tracks } = store.getState();
      const now = clock.now();
      return (
        contact.failingSince === null &&
        [...tracks.values()].every((track) => judgeAt(track, { now, limits, pace }).verdict !== 'cannot-tell')
      );
    },
    hasCards: () => store.getState().cards.size > 0,
    wrongGreens: () => wrong,
    handovers: () => handed,
  };
}

function contextOf(transport: Transport, { clock }: World, { d1 }: StationSettings): SignInContext {
  const skewLimitMs = d1.assertionLifetimeMs / 2;
  return {
    identity: null,
    transport,
    clock: createServerClock(),
    skew: createSkewWatch(skewLimitMs, () => undefined),
    skewLimitMs,
    connectTimeoutMs: d1.connectTimeoutMs,
    buildDate: 0,
    now: () => clock.now(),
  };
}

/** The sign-in of `main/d1/sign-in.ts` without its signature, which needs a thread and would leave virtual time. */
async function signIn(transport: Transport, settings: D1Settings, context: SignInContext): Promise<GrantOutcome> {
  try {
    const response = await transport.send({
      method: 'POST',
      url: `${AUTH_URL}/oauth2/token`,
      headers: {},
      lane: 'spare',
    });
    context.clock.learn(response.header('date'), response.receivedAt);
    context.skew.observe(response);
    if (response.status !== 200) return await refused(response, settings, context);
    return await granted(response, AUTH_URL);
  } catch (error) {
    if (error instanceof CallFailed) return { kind: 'fault', fault: await faultOfFailedCall(error, context) };
    throw error;
  }
}
