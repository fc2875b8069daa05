/** Credentials, D1 client and poller, brought up in this order and again whenever the credentials change. */
import { X509Certificate } from 'node:crypto';

import type { Config } from '../config/schema.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import { loadCredentials, type Credentials } from '../credentials/load-credentials.ts';
import { createD1Client, type D1Client } from '../d1/d1-client.ts';
import type { ListOutcome } from '../tracking/listed-cards.ts';
import type { GrantOutcome } from '../d1/token-keeper.ts';
import type { ResolveProxy } from '../d1/transport.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Fault } from '../tracking/fault.ts';
import type { Clock } from '../tracking/instant.ts';
import { createPoller, type Poller, type PollerOptions, type ReadOutcome } from '../tracking/poller.ts';
import { withContact, withFault, withoutFault } from '../tracking/station-faults.ts';
import { withSetup } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';
import type { Output } from './commands/output.ts';
import { startDetailsReader } from './details-reader.ts';
import { createFaultReport } from './fault-report.ts';
import type { Call, CallResult } from './metrics/tally.ts';
import { caFileFault, d1SettingsOf, limitsOf, paceOf, queueLimitsOf, retryLimitsOf } from './settings.ts';
import { identityOf, otherMode } from './way-to-d1.ts';

export interface D1SessionOptions {
  readonly config: Config;
  readonly profileFolder: string;
  readonly openStore: () => Promise<
    { readonly kind: 'store'; readonly store: CredentialStore } | { readonly kind: 'fault'; readonly fault: Fault }
  >;
  /** Takes a bundle that the roll-out put into the machine's folder; true when there was one. */
  readonly takeBundle: (store: CredentialStore) => Promise<boolean>;
  readonly stationStore: StationStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly resolveProxy: ResolveProxy;
  readonly buildDate: number;
  readonly log: Log;
  /** For whoever started the station. */
  readonly output: Pick<Output, 'error'>;
  /** What the poller takes instead of the configured pace. */
  readonly ownPause: PollerOptions['ownPause'];
  /** Told of each call to D1 that ended, and of what it came to. */
  readonly onCall: (call: Call, result: CallResult) => void;
}

export interface D1Session {
  readonly poller: Poller;
  /** The relay's list of cards for this station. */
  readonly readStationList: (signal: AbortSignal) => Promise<ListOutcome>;
  /** How far this PC's clock is ahead of D1's, in ms; null before the first sign-in. */
  skewMs(): number | null;
  /** When the client certificate in use ends, ms since 1970; null while none is. */
  certificateEndsAt(): number | null;
  /** Loads the credentials and signs in; again after provisioning, or when the keychain may have come back. */
  start(): void;
  /** The credentials were removed: lets go of those in memory, asks D1 nothing more, and looks what is left. */
  forget(): void;
  /** The network or the machine came back: ask at once. */
  wakeAll(): void;
  stop(): Promise<void>;
}

/** A keychain that failed is tried again after this long, in ms: it may have been unlocked or installed. */
const KEYCHAIN_RETRY_MS = 10_000;
/** A certificate's end is looked at again this often, in ms. */
const CERTIFICATE_CHECK_MS = 60 * 60_000;

/** A token lives at least this much longer while a card is green, in ms. */
const TOKEN_LIFE_WHILE_GREEN_MS = 60_000;

export function createD1Session(options: D1SessionOptions): D1Session {
  const { config, stationStore, clock, log } = options;
  const report = createFaultReport(log, options.output);
  let client: D1Client | null = null;
  let certificateEndsAt: number | null = null;
  let cancelRetry = (): void => undefined;
  let generation = 0;
  let keptBy: D1Client | null = null;
  let keptWhileGreen = false;
  let firstTried = (): void => undefined;
  const tried = new Promise<void>((resolve) => {
    firstTried = resolve;
  });

  const poller = createPoller({
    store: stationStore,
    read: async (cardId, signal, how) => {
      // Cards of the ledger are there before the keychain has answered for the first time.
      await tried;
      return client === null ? notReady() : client.read(cardId, signal, how);
    },
    clock,
    random: options.random,
    limits: limitsOf(config),
    pace: paceOf(config),
    ...(options.ownPause === undefined ? {} : { ownPause: options.ownPause }),
    retry: retryLimitsOf(config),
    queue: queueLimitsOf(config),
    onRead: ({ cardId, outcome, fault }) => {
      log.write(readEvent(cardId, outcome));
      options.onCall('read', outcome.kind === 'fault' ? outcome.fault.family : (fault?.family ?? 'answered'));
    },
  });

  /** Why there is no client, for a card that is asked for all the same. */
  function notReady(): ReadOutcome {
    const active = stationStore.getState().faults.get('credentials');
    const fault: Fault = active?.fault ?? {
      family: 'keychain',
      cause: 'empty',
      detail: 'no credentials yet',
      correlationId: null,
    };
    return { kind: 'fault', fault };
  }

  /** `check` makes no new connection unless the credentials are new: their certificate may near its end. */
  async function bringUp(mode: 'connect' | 'check'): Promise<void> {
    generation += 1;
    const mine = generation;
    cancelRetry();
    const opened = await options.openStore();
    const taken = opened.kind === 'store' && (await options.takeBundle(opened.store));
    const found =
      opened.kind === 'fault' ? opened : await loadCredentials(opened.store, options.profileFolder, clock.now().wall);
    if (mine !== generation) return;
    const misfit = found.kind === 'ready' ? otherMode(config, found.credentials) : null;
    const loaded = misfit === null ? found : ({ kind: 'fault', fault: misfit } as const);
    switch (loaded.kind) {
      case 'fault':
        report(loaded.fault);
        stationStore.change((state) => withSetup(withFault(state, 'credentials', loaded.fault, clock.now()), 'ready'));
        cancelRetry = clock.after(KEYCHAIN_RETRY_MS, start);
        return;
      case 'not-provisioned':
        report(null);
        disconnect();
        stationStore.change((state) => withSetup(withoutFault(state, 'credentials'), 'not-provisioned'));
        cancelRetry = clock.after(KEYCHAIN_RETRY_MS, start);
        return;
      case 'ready': {
        const [warning] = loaded.warnings;
        stationStore.change((state) =>
          withSetup(
            warning === undefined
              ? withoutFault(state, 'credentials')
              : withFault(state, 'credentials', warning, clock.now()),
            'ready',
          ),
        );
        if (mode === 'connect' || taken) connect(loaded.credentials);
        cancelRetry = clock.after(CERTIFICATE_CHECK_MS, () => void bringUpQuietly('check'));
      }
    }
  }

  function connect(credentials: Credentials): void {
    const previous = client;
    client = createD1Client({
      settings: d1SettingsOf(config),
      identity: identityOf(config, credentials),
      clock,
      random: options.random,
      resolveProxy: config.d1.proxy === 'none' ? () => Promise.resolve('DIRECT') : options.resolveProxy,
      buildDate: options.buildDate,
      networkCeilingMs: config.limits.retryCeilingSeconds * 1_000,
      onSignIn: signedIn,
      onSkew: (fault) =>
        stationStore.change((state) =>
          fault === null ? withoutFault(state, 'clock') : withFault(state, 'clock', fault, clock.now()),
        ),
    });
    void previous?.close();
    keepTokenWhileGreen();
    certificateEndsAt = endOf(credentials);
    const certificateEnds = certificateEndsAt === null ? 'no certificate' : new Date(certificateEndsAt).toISOString();
    log.write({ event: 'credentials', certificateEnds });
    report(null);
    client.signIn();
    poller.wakeAll();
  }

  function disconnect(): void {
    void client?.close().catch(() => undefined);
    client = null;
  }

  /** While a card is green a handover must not wait for a sign-in. */
  function keepTokenWhileGreen(): void {
    const green = [...stationStore.getState().cards.values()].some((track) => track.phase === 'personalised');
    if (keptBy === client && keptWhileGreen === green) return;
    keptBy = client;
    keptWhileGreen = green;
    client?.keepToken(green ? TOKEN_LIFE_WHILE_GREEN_MS : 0);
  }

  function signedIn(outcome: GrantOutcome): void {
    options.onCall('sign-in', outcome.kind === 'fault' ? outcome.fault.family : 'answered');
    if (outcome.kind === 'fault') {
      const { fault } = outcome;
      log.write({
        event: 'sign-in',
        family: fault.family,
        cause: fault.cause,
        correlationId: fault.correlationId,
        detail: fault.detail,
      });
      stationStore.change((state) => withFault(state, 'sign-in', fault, clock.now()));
      return;
    }
    log.write({ event: 'sign-in' });
    const recovered = stationStore.getState().contact.failingSince !== null;
    stationStore.change((state) => withContact(state, 'sign-in', outcome.token.sentAt));
    // The way is open again: cards that wait out a long back-off need not.
    if (recovered) poller.wakeAll();
  }

  function bringUpQuietly(mode: 'connect' | 'check'): Promise<void> {
    return bringUp(mode).catch((error: unknown) => {
      const fault = caFileFault(error);
      report(fault);
      stationStore.change((state) => withSetup(withFault(state, 'credentials', fault, clock.now()), 'ready'));
      cancelRetry = clock.after(KEYCHAIN_RETRY_MS, start);
    });
  }

  function start(): void {
    void bringUpQuietly('connect').finally(firstTried);
  }

  const unsubscribe = stationStore.subscribe(keepTokenWhileGreen);
  const stopDetails = config.d1.cardDetails
    ? startDetailsReader({ store: stationStore, client: () => client, poller, clock })
    : (): void => undefined;

  return {
    poller,
    readStationList: (signal) =>
      client === null
        ? Promise.resolve({ kind: 'not-now' })
        : client.readStationList(config.station.persoStation, signal),
    skewMs: () => client?.skewMs() ?? null,
    certificateEndsAt: () => (client === null ? null : certificateEndsAt),
    start,
    forget() {
      disconnect();
      start();
    },
    wakeAll() {
      client?.signIn();
      poller.wakeAll();
    },
    async stop() {
      generation += 1;
      cancelRetry();
      unsubscribe();
      stopDetails();
      poller.stop();
      await client?.close();
      client = null;
    },
  };
}

/** When its client certificate ends, ms since 1970; null where the way to D1 needs none. */
function endOf(credentials: Credentials): number | null {
  if (credentials.mode === 'relay-oauth') return null;
  return Date.parse(new X509Certificate(credentials.clientCertificatePem).validTo);
}

function readEvent(cardId: string, outcome: ReadOutcome): Parameters<Log['write']>[0] {
  if (outcome.kind !== 'fault')
    return { event: 'read', cardId, outcome: outcome.kind, correlationId: outcome.correlationId };
  const { fault } = outcome;
  return {
    event: 'read',
    cardId,
    outcome: 'fault',
    family: fault.family,
    cause: fault.cause,
    correlationId: fault.correlationId,
    detail: fault.detail,
  };
}
