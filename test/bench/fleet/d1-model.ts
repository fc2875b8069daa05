/** D1 as a fleet meets it: tokens that end, an outage, a limit of calls. Pure but for its memory; times in ms from the beginning. */
import type { Random } from '../../seeded.ts';
import { isWithin, type Scenario } from './scenario.ts';

export type CallKind = 'token' | 'read';

/** What a call comes to; `refused` never reached D1. */
export type D1Says = 'ok' | 'refused' | 'unavailable' | 'too-many' | 'unauthorised';

/** A token lives this long, in seconds. Source: D1 portal, Get OAuth 2.0 access token. */
export const TOKEN_LIFE_SECONDS = 900;

export interface D1Model {
  /** Judges a call that arrives now; reads carry their token. */
  meet(kind: CallKind, at: number, token: string | null): D1Says;
  /** A new token, as part of an accepted sign-in. */
  grant(at: number): string;
}

/** Told of every call that was judged. */
export type OnCall = (kind: CallKind, at: number, says: D1Says) => void;

export function createD1Model(scenario: Scenario, random: Random, onCall: OnCall): D1Model {
  const { limitPerSecond } = scenario;
  /** When each token ends. */
  const tokens = new Map<string, number>();
  let granted = 0;
  let room = limitPerSecond;
  let filledAt = 0;
  let forgotten = false;

  function hasRoom(at: number): boolean {
    room = Math.min(limitPerSecond, room + ((at - filledAt) / 1_000) * limitPerSecond);
    filledAt = at;
    if (room < 1) return false;
    room -= 1;
    return true;
  }

  function judge(kind: CallKind, at: number, token: string | null): D1Says {
    if (isWithin(at, scenario.outage)) return random() < 0.5 ? 'refused' : 'unavailable';
    if (at >= scenario.outage.until && !forgotten) {
      forgotten = true;
      tokens.clear();
    }
    if (isWithin(at, scenario.limited) && !hasRoom(at)) return 'too-many';
    if (kind === 'read' && (token === null || (tokens.get(token) ?? -Infinity) <= at)) return 'unauthorised';
    return 'ok';
  }

  return {
    meet(kind, at, token) {
      const says = judge(kind, at, token);
      onCall(kind, at, says);
      return says;
    },
    grant(at) {
      granted += 1;
      const token = `token-${granted}`;
      tokens.set(token, at + TOKEN_LIFE_SECONDS * 1_000);
      return token;
    },
  };
}
