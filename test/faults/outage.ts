/** The usual case: a card is followed, something breaks, the screen says so, it is mended, the truth comes back. */
import type { StateName } from '../sandbox/scenarios.ts';
import type { DeskPlan, Expected, FaultCase, Scene, Stand } from './case.ts';

export interface Outage<S extends Stand> {
  readonly name: string;
  readonly says: string;
  readonly plan: DeskPlan<S>;
  /** How the card stands when the fault comes; `done`, a green card, when absent. */
  readonly before?: StateName;
  readonly breakIt: (scene: Scene<S>) => Promise<void> | void;
  /** What the screen has to say while the fault lasts. */
  readonly screen: Expected;
  /** What D1 says by the time the fault ends; as before when absent. */
  readonly meanwhile?: StateName;
  readonly mend: (scene: Scene<S>) => Promise<void> | void;
  /** Further families that may be named; that of `screen.fault` always may. */
  readonly families?: readonly string[];
  /** How long the screen may take to say it, and to recover, in seconds. */
  readonly withinS?: number;
  readonly recoverS?: number;
  readonly wayMs?: number;
}

/** Freshness ends after 6 s at a quick desk, and the slowest time-out is 3 s. */
const WITHIN_S = 14;
/** The longest pause between two attempts is 2 s at a quick desk, and the slowest time-out is 3 s. */
const RECOVER_S = 6;

/** What the screen says of a card in this state when all is well. */
export function truthOf(state: StateName): Expected {
  const well = { fault: null, connection: 'ok' };
  switch (state) {
    case 'requested':
      return { ...well, phase: 'requested', verdict: 'wait' };
    case 'ready':
      return { ...well, phase: 'at-printer', verdict: 'wait' };
    case 'done':
      return { ...well, phase: 'personalised', verdict: 'hand-over' };
    case 'production-exception':
      return { ...well, phase: 'production-failed', verdict: 'do-not-hand-over' };
    default:
      throw new Error(`what the screen says of ${state} is not listed`);
  }
}

export function outage<S extends Stand>(options: Outage<S>): FaultCase<S> {
  const { name, says, plan, before = 'done', screen, meanwhile = before, wayMs } = options;
  const family = typeof screen.fault === 'string' ? [screen.fault.split('/')[0] ?? ''] : [];
  return {
    name,
    says,
    plan,
    families: [...family, ...(options.families ?? [])],
    ...(wayMs === undefined ? {} : { wayMs }),
    async run(scene) {
      await scene.set(before);
      await scene.scan(truthOf(before));
      await options.breakIt(scene);
      const seen = await scene.until(screen, (options.withinS ?? WITHIN_S) * 1_000);
      if (meanwhile !== before) await scene.set(meanwhile);
      await options.mend(scene);
      const mendedAt = performance.now();
      await scene.until(truthOf(meanwhile), (options.recoverS ?? RECOVER_S) * 1_000);
      return { screen: seen, recoveredS: (performance.now() - mendedAt) / 1_000 };
    },
  };
}
