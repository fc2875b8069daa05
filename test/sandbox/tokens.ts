import { randomBytes } from 'node:crypto';

import type { SandboxClock } from './clock.ts';

/** D1's access token lives 15 minutes. D1 portal, Get OAuth 2.0 access token. */
export const DEFAULT_TOKEN_LIFE_S = 900;

/** The access tokens that are good now, by the sandbox's clock. */
export interface Tokens {
  /** A new opaque token that is good for `lifeS` seconds. */
  issue(lifeS: number): string;
  isGood(token: string): boolean;
  expireAll(): void;
  /** How many are good now. */
  count(): number;
}

export function createTokens(clock: SandboxClock): Tokens {
  const expiry = new Map<string, number>();
  const isGood = (token: string): boolean => (expiry.get(token) ?? 0) > clock.now();
  return {
    issue: (lifeS) => {
      const token = randomBytes(32).toString('base64url');
      expiry.set(token, clock.now() + lifeS * 1000);
      return token;
    },
    isGood,
    expireAll: () => expiry.clear(),
    count: () => [...expiry.keys()].filter(isGood).length,
  };
}
