/** The steps of the self-test: the station's own way to D1, gone once more beside the one that is in use. */
import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';

import type { Config } from '../../config/schema.ts';
import type { CredentialStore } from '../../credentials/credential-store.ts';
import { keychainFault } from '../../credentials/keychain-fault.ts';
import { loadCredentials, type Credentials } from '../../credentials/load-credentials.ts';
import { Secret } from '../../credentials/secret.ts';
import { probeConnection } from '../../d1/connection-probe.ts';
import { createD1Client, type D1Client } from '../../d1/d1-client.ts';
import { errorFacts, failureCause } from '../../d1/failure-cause.ts';
import { faultOfProbe } from '../../d1/faults.ts';
import { ownCertificate } from '../../d1/identity.ts';
import { createServerClock } from '../../d1/server-clock.ts';
import type { D1Settings } from '../../d1/settings.ts';
import { skewLimit } from '../../d1/skew-watch.ts';
import type { GrantOutcome } from '../../d1/token-keeper.ts';
import { NoUsableProxy, proxyUrl } from '../../d1/proxy-rules.ts';
import { clientTls, type ResolveProxy } from '../../d1/transport.ts';
import { unlessAborted } from '../../d1/unless-aborted.ts';
import type { Fault } from '../../tracking/fault.ts';
import type { Clock } from '../../tracking/instant.ts';
import type { FaultPlace } from '../../tracking/words.ts';
import { caFileFault, d1SettingsOf } from '../settings.ts';
import { addressesOf, identityOf, otherMode } from '../way-to-d1.ts';
import type { SelfTestRun, SelfTestStep, StepOutcome } from './self-test.ts';

export interface SelfTestRunOptions {
  /** Null on a station without a configuration: then only the keychain can be looked at. */
  readonly config: Config | null;
  readonly profileFolder: string;
  readonly openStore: () => Promise<
    { readonly kind: 'store'; readonly store: CredentialStore } | { readonly kind: 'fault'; readonly fault: Fault }
  >;
  readonly clock: Clock;
  readonly random: () => number;
  readonly resolveProxy: ResolveProxy;
  readonly buildDate: number;
  /** The card on stage; null when there is none to read. */
  readonly cardId: () => string | null;
  /** Takes one of the starts that the caps on calls allow now. */
  readonly takeStart: () => boolean;
}

/** While the caps are used up by the cards' own reads, it is tried again after this, in ms. */
const WAIT_MS = 300;
const PROBE_BYTES = 16;

/** What one step has found for the next ones. */
interface Found {
  credentials: Credentials | null;
  /** The proxy that each address is reached through; null for a direct way. */
  ways: ReadonlyMap<string, string | null>;
  client: D1Client | null;
}

/** With `candidate` it is these credentials that go the way, and not those of the station: the keychain has no part in it. */
export function beginSelfTest(options: SelfTestRunOptions, candidate: Credentials | null = null): SelfTestRun {
  const { config, clock } = options;
  const found: Found = { credentials: candidate, ways: new Map(), client: null };
  const passed = new Map<SelfTestStep, boolean>([['keychain', candidate !== null]]);

  async function step(name: SelfTestStep, signal: AbortSignal): Promise<StepOutcome> {
    const outcome = await done(name, signal);
    // A step that could not look through a proxy stands in nobody's way.
    passed.set(name, outcome.kind === 'ok' || (outcome.kind === 'not-done' && outcome.why === 'proxy'));
    return outcome;
  }

  async function done(name: SelfTestStep, signal: AbortSignal): Promise<StepOutcome> {
    if (name === 'keychain') return keychainStep();
    if (config === null) return { kind: 'not-done', why: 'no-configuration' };
    if (name === 'dns') return dnsStep(config);
    const { credentials } = found;
    if (passed.get('keychain') !== true) return { kind: 'not-done', why: 'before' };
    if (credentials === null) return { kind: 'not-done', why: 'no-credentials' };
    if (name === 'tls') return passed.get('dns') === true ? tlsStep(config, credentials) : BEFORE;
    if (name === 'token') return passed.get('tls') === true ? tokenStep(config, credentials, signal) : BEFORE;
    return passed.get('token') === true ? readStep(signal) : BEFORE;
  }

  async function keychainStep(): Promise<StepOutcome> {
    const opened = await options.openStore();
    if (opened.kind === 'fault') return failed(opened.fault);
    const roundTrip = await writeAndReadBack(opened.store);
    if (roundTrip !== null) return failed(roundTrip);
    const loaded = await loadCredentials(opened.store, options.profileFolder, clock.now().wall);
    if (loaded.kind === 'fault') return failed(loaded.fault);
    if (loaded.kind !== 'ready') return ok('');
    const misfit = config === null ? null : otherMode(config, loaded.credentials);
    if (misfit !== null) return failed(misfit);
    found.credentials = loaded.credentials;
    return ok('');
  }

  async function dnsStep(from: Config): Promise<StepOutcome> {
    const told: string[] = [];
    for (const { url, at } of addressesOf(from)) {
      const rules = from.d1.proxy === 'none' ? 'DIRECT' : await options.resolveProxy(url).catch(() => 'DIRECT');
      const proxy = proxyUrl(rules);
      if (proxy instanceof NoUsableProxy) return failed(proxyFault(proxy));
      found.ways = new Map(found.ways).set(new URL(url).origin, proxy);
      const host = new URL(proxy ?? url).hostname.replace(/^\[|\]$/g, '');
      try {
        told.push(`${host}: ${(await lookup(host)).address}`);
      } catch (error) {
        return failed(lookupFault(error, host, proxy === null ? at : 'proxy'));
      }
    }
    return ok([...new Set(told)].join(', '));
  }

  async function tlsStep(from: Config, credentials: Credentials): Promise<StepOutcome> {
    const settings = settingsOf(from);
    if ('fault' in settings) return failed(settings.fault);
    const direct = [...found.ways].filter(([, proxy]) => proxy === null).map(([origin]) => origin);
    if (direct.length === 0) return { kind: 'not-done', why: 'proxy' };
    const own = ownCertificate(identityOf(from, credentials));
    const tls = clientTls(settings, own);
    const places = new Map(addressesOf(from).map(({ url, at }) => [new URL(url).origin, at]));
    const dates = {
      identity: own,
      clock: createServerClock(),
      skewLimitMs: skewLimit(settings.assertionLifetimeMs),
      buildDate: options.buildDate,
      now: () => clock.now(),
    };
    for (const origin of direct) {
      const fault = faultOfProbe(
        await probeConnection(origin, tls, settings.connectTimeoutMs),
        origin,
        dates,
        places.get(origin),
      );
      if (fault !== null) return failed(fault);
    }
    return ok(direct.map((origin) => new URL(origin).host).join(', '));
  }

  /** A client of its own, so that the token in use is not touched. */
  async function tokenStep(from: Config, credentials: Credentials, signal: AbortSignal): Promise<StepOutcome> {
    const settings = settingsOf(from);
    if ('fault' in settings) return failed(settings.fault);
    let told: (outcome: GrantOutcome) => void = () => undefined;
    const granted = new Promise<GrantOutcome>((resolve) => (told = resolve));
    found.client = createD1Client({
      settings,
      identity: identityOf(from, credentials),
      clock,
      random: options.random,
      resolveProxy: from.d1.proxy === 'none' ? () => Promise.resolve('DIRECT') : options.resolveProxy,
      buildDate: options.buildDate,
      networkCeilingMs: from.limits.retryCeilingSeconds * 1_000,
      onSignIn: told,
      onSkew: () => undefined,
    });
    found.client.signIn();
    const outcome = await unlessAborted(granted, signal);
    if (outcome === null) return { kind: 'not-done', why: 'ended' };
    return outcome.kind === 'fault' ? failed(outcome.fault) : ok('');
  }

  async function readStep(signal: AbortSignal): Promise<StepOutcome> {
    const { client } = found;
    const cardId = options.cardId();
    if (client === null || cardId === null) return { kind: 'not-done', why: 'no-card' };
    while (!options.takeStart()) {
      await unlessAborted(new Promise<void>((resolve) => void clock.after(WAIT_MS, resolve)), signal);
      if (signal.aborted) return { kind: 'not-done', why: 'ended' };
    }
    const outcome = await client.read(cardId, signal);
    return outcome.kind === 'fault' ? failed(outcome.fault) : ok(outcome.correlationId);
  }

  return {
    step,
    end() {
      void found.client?.close().catch(() => undefined);
      found.client = null;
      found.credentials = null;
    },
  };
}

const BEFORE: StepOutcome = { kind: 'not-done', why: 'before' };

function ok(detail: string): StepOutcome {
  return { kind: 'ok', detail };
}

function failed(fault: Fault): StepOutcome {
  return { kind: 'failed', fault };
}

/** Stores something, reads it back and removes it: the record's head is stored in the same way after each action. */
async function writeAndReadBack(store: CredentialStore): Promise<Fault | null> {
  const value = randomBytes(PROBE_BYTES).toString('hex');
  const written = await store.write('self-test', new Secret(value));
  if (written.kind === 'fault') return written.fault;
  const back = await store.read('self-test');
  if (back.kind === 'fault') return back.fault;
  const removed = await store.remove('self-test');
  if (removed.kind === 'fault') return removed.fault;
  if (back.kind === 'value' && back.value.reveal() === value) return null;
  return keychainFault('unreadable', 'The keychain gave back something else than was stored.');
}

function proxyFault({ message }: NoUsableProxy): Fault {
  return { family: 'network', cause: 'proxy', detail: message, correlationId: null };
}

function lookupFault(error: unknown, host: string, at: FaultPlace | 'proxy' | undefined): Fault {
  const cause = failureCause(error, at === 'proxy' ? 'proxy' : 'direct');
  const place = at === undefined || at === 'proxy' ? {} : { at };
  const facts = { detail: `${errorFacts(error).code} ${host}`.trim(), correlationId: null, ...place };
  return { family: 'network', cause: cause.family === 'network' ? cause.cause : 'dns', ...facts };
}

/** The settings, or why the file of trust anchors cannot be read. */
function settingsOf(config: Config): D1Settings | { readonly fault: Fault } {
  try {
    return d1SettingsOf(config);
  } catch (error) {
    return { fault: caFileFault(error) };
  }
}
