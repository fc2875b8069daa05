/** Tries credentials with D1 before they take the place of others: the way of the self-test, without the station's own. */
import type { Config } from '../../config/schema.ts';
import type { Credentials } from '../../credentials/load-credentials.ts';
import type { ResolveProxy } from '../../d1/transport.ts';
import type { Fault } from '../../tracking/fault.ts';
import type { Clock } from '../../tracking/instant.ts';
import { beginSelfTest } from './self-test-run.ts';
import { withinLimit } from './self-test.ts';

export interface TrialOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: () => number;
  readonly resolveProxy: ResolveProxy;
  readonly buildDate: number;
}

/** A token is the proof: D1 knows the certificate and the signing key then. No card is needed for it. */
const TRIAL_STEPS = ['dns', 'tls', 'token'] as const;

/** Why the credentials do not work, or could not be tried; null when D1 has let the station in with them. */
export function createTrial(options: TrialOptions): (credentials: Credentials) => Promise<Fault | null> {
  return async (credentials) => {
    const never = new AbortController().signal;
    const steps = beginSelfTest({ ...options, ...NOTHING_ELSE }, credentials);
    try {
      for (const step of TRIAL_STEPS) {
        const outcome = await withinLimit(steps, step, never, options.clock);
        if (outcome.kind === 'failed') return outcome.fault;
      }
      return null;
    } finally {
      steps.end();
    }
  };
}

/** What the other steps would need. */
const NOTHING_ELSE = {
  profileFolder: '',
  openStore: () => Promise.reject(new Error('no keychain in a trial')),
  cardId: () => null,
  takeStart: () => true,
};
