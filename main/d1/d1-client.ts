/** The D1 client: reads cards over one signed-in connection. Its parts are put together here. */
import type { Fault } from '../tracking/fault.ts';
import type { Clock } from '../tracking/instant.ts';
import type { CallParts } from './card-call.ts';
import { createDetailsRead, type ReadDetails } from './details-read.ts';
import { ownCertificate, type D1Identity } from './identity.ts';
import { unexpected } from './outcomes.ts';
import { requestAdmission } from './relay-sign-in.ts';
import { createServerClock } from './server-clock.ts';
import type { D1Settings } from './settings.ts';
import { requestToken, type SignInContext } from './sign-in.ts';
import { createSkewWatch, skewLimit } from './skew-watch.ts';
import { createStationList, type ReadStationList } from './station-list.ts';
import { createStatusRead, type ReadStatus } from './status-read.ts';
import { TokenKeeper, type GrantOutcome } from './token-keeper.ts';
import { createTransport, type ResolveProxy } from './transport.ts';

export interface D1ClientOptions {
  readonly settings: D1Settings;
  readonly identity: D1Identity;
  readonly clock: Clock;
  readonly random: () => number;
  readonly resolveProxy: ResolveProxy;
  readonly buildDate: number;
  readonly networkCeilingMs: number;
  readonly onSignIn: (outcome: GrantOutcome) => void;
  /**
   * Told after the first exchange and after each change whether the station's clock is too far from D1's: a `clock` /
   * `skew` fault, or null. It does not say that D1 refuses us.
   */
  readonly onSkew: (fault: Fault | null) => void;
}

export interface D1Client {
  /** Reads one card's production status; never rejects. Ends at once when the signal is aborted. */
  readonly read: ReadStatus;
  /** Reads what staff can match with the plastic; never rejects, and changes nothing else whatever it comes to. */
  readonly readDetails: ReadDetails;
  /** Reads the relay's list of cards for a station; never rejects. */
  readonly readStationList: ReadStationList;
  /** Signs in when there is no token yet, over new connections; at start, after resume and in another network. */
  signIn(): void;
  /**
   * Keeps at least this much life in the token, in ms, until told otherwise; 0 ends it. For as long as a card is green:
   * a handover must not wait for a sign-in.
   */
  keepToken(minimumLifeMs: number): void;
  /** How far the station's wall clock is ahead of D1's, in ms; null before the first sign-in. */
  skewMs(): number | null;
  close(): Promise<void>;
}

export function createD1Client(options: D1ClientOptions): D1Client {
  const { settings, identity, clock } = options;
  const now = (): ReturnType<Clock['now']> => clock.now();
  const own = ownCertificate(identity);
  const transport = createTransport(settings, own, options.resolveProxy, now, identity.mode !== 'direct');
  const skewLimitMs = skewLimit(settings.assertionLifetimeMs);
  const skew = createSkewWatch(skewLimitMs, options.onSkew);
  const context: SignInContext = {
    identity: own,
    transport,
    clock: createServerClock(),
    skew,
    skewLimitMs,
    connectTimeoutMs: settings.connectTimeoutMs,
    buildDate: options.buildDate,
    now,
  };
  const signIn = (): Promise<GrantOutcome> =>
    identity.mode === 'direct'
      ? requestToken(settings, identity, transport, context)
      : requestAdmission(settings, identity, transport, context);
  const tokens = new TokenKeeper({
    requestToken: () => signIn().catch(unexpected),
    clock,
    random: options.random,
    firstMs: settings.signInFirstMs,
    ceilingMs: settings.signInCeilingMs,
    networkCeilingMs: options.networkCeilingMs,
    onSignIn: options.onSignIn,
  });
  const { issuerId } = identity;
  const sendsToken = identity.mode !== 'relay-mtls';
  const parts: CallParts = { settings, issuerId, sendsToken, transport, tokens, context, skew, clock };

  return {
    read: createStatusRead(parts),
    readDetails: createDetailsRead(parts),
    readStationList: createStationList(parts),
    signIn() {
      transport.startAnew();
      tokens.retryNow();
    },
    keepToken: (minimumLifeMs) => tokens.setMinimumLife(minimumLifeMs),
    skewMs: () => context.clock.skew(now()),
    async close() {
      tokens.stop();
      await transport.close();
    },
  };
}
