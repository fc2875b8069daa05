/** What happens to D1 and its cards in a soak: pure choices by chance, and the one place that carries them out. */
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Effect } from '../../sandbox/faults.ts';
import type { Random } from '../../seeded.ts';
import type { History } from './greens.ts';

/** Everything that the sandbox can do to an answer, and to the way to it. */
export const TROUBLES = [
  { kind: 'effect', effect: { kind: 'status', status: 503 } },
  { kind: 'effect', effect: { kind: 'status', status: 500 } },
  { kind: 'effect', effect: { kind: 'status', status: 429, retryAfter: '1' } },
  { kind: 'effect', effect: { kind: 'status', status: 401 } },
  { kind: 'effect', effect: { kind: 'status', status: 403 } },
  { kind: 'effect', effect: { kind: 'status', status: 404 } },
  { kind: 'effect', effect: { kind: 'status', status: 408 } },
  { kind: 'effect', effect: { kind: 'delay', ms: 700 } },
  { kind: 'effect', effect: { kind: 'reset' } },
  { kind: 'effect', effect: { kind: 'hang' } },
  { kind: 'effect', effect: { kind: 'cut' } },
  { kind: 'effect', effect: { kind: 'stall' } },
  { kind: 'effect', effect: { kind: 'html' } },
  { kind: 'effect', effect: { kind: 'truncated-json' } },
  { kind: 'effect', effect: { kind: 'no-content' } },
  { kind: 'effect', effect: { kind: 'redirect' } },
  { kind: 'effect', effect: { kind: 'not-modified' } },
  { kind: 'effect', effect: { kind: 'age', seconds: 40 } },
  { kind: 'effect', effect: { kind: 'old-date', behindMs: 90_000 } },
  { kind: 'effect', effect: { kind: 'oversize' } },
  { kind: 'effect', effect: { kind: 'content-type' } },
  { kind: 'effect', effect: { kind: 'gzip' } },
  { kind: 'drop-connections' },
  { kind: 'expire-tokens' },
  { kind: 'offline', ms: 1_500 },
] as const satisfies readonly Trouble[];

export type Trouble =
  | { readonly kind: 'effect'; readonly effect: Effect }
  | { readonly kind: 'drop-connections' }
  | { readonly kind: 'expire-tokens' }
  | { readonly kind: 'offline'; readonly ms: number };

/** What becomes of a card, with the share of all; `withdrawn`: done first, and then a failure. */
const COURSES = [
  { share: 0.5, states: ['done'] },
  { share: 0.2, states: ['requested', 'ready', 'done'] },
  { share: 0.1, states: ['ready', 'done'] },
  { share: 0.08, states: ['production-exception'] },
  { share: 0.04, states: ['data-exception'] },
  { share: 0.04, states: ['cancelled'] },
  { share: 0.04, states: ['done', 'production-exception'] },
] as const;
export type Course = (typeof COURSES)[number]['states'];

export function courseOf(random: Random): Course {
  let left = random();
  return (COURSES.find(({ share }) => (left -= share) < 0) ?? COURSES[0]).states;
}

/** Each further state of a card comes this long after the one before, in ms. */
const NEXT_STATE_MS = 1_500;

export interface Traffic {
  readonly histories: ReadonlyMap<string, History>;
  /** Makes the next card at D1 and gives its id. */
  order(): string;
  /** The card is of no interest any more. */
  forget(cardId: string): void;
  /** Does one harm of every kind in turn. */
  trouble(): Promise<string>;
  close(): void;
}

/** The time in which cards and troubles go on. */
export interface TrafficTime {
  /** Wall clock of D1, ms since 1970. */
  readonly now: () => number;
  /** Gives the function that calls it off. */
  readonly after: (ms: number, work: () => void) => () => void;
}

const REAL_TIME: TrafficTime = {
  now: Date.now,
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

export function createTraffic({ control }: Pick<Sandbox, 'control'>, random: Random, time = REAL_TIME): Traffic {
  const histories = new Map<string, History>();
  const pending = new Set<() => void>();
  let ordered = 0;
  let harmed = 0;

  function set(cardId: string, state: Course[number]): void {
    // Before D1 says it: nobody can have seen it earlier than that.
    histories.set(cardId, [...(histories.get(cardId) ?? []), { at: time.now(), state }]);
    control.set(cardId, { state });
  }

  function later(ms: number, work: () => void): void {
    const callOff = time.after(ms, () => {
      pending.delete(callOff);
      work();
    });
    pending.add(callOff);
  }

  return {
    histories,
    order() {
      ordered += 1;
      const cardId = `soak-${ordered}`;
      for (const [step, state] of courseOf(random).entries()) {
        if (step === 0) set(cardId, state);
        else later(step * NEXT_STATE_MS, () => histories.has(cardId) && set(cardId, state));
      }
      return cardId;
    },
    forget(cardId) {
      histories.delete(cardId);
      control.remove(cardId);
    },
    async trouble() {
      const trouble: Trouble = TROUBLES[harmed++ % TROUBLES.length] ?? TROUBLES[0];
      switch (trouble.kind) {
        case 'effect':
          control.inject({ on: 'status', times: 1 + Math.floor(random() * 3), effect: trouble.effect });
          return trouble.effect.kind;
        case 'drop-connections':
          control.dropConnections();
          return trouble.kind;
        case 'expire-tokens':
          control.expireTokens();
          return trouble.kind;
        case 'offline':
          await control.goOffline();
          later(trouble.ms, () => void control.goOnline());
          return trouble.kind;
      }
    },
    close() {
      for (const callOff of pending) callOff();
    },
  };
}
