/** The other usual case: something odd happens, and nobody in the branch may notice. */
import { matches, Wrong, type DeskPlan, type FaultCase, type Scene, type Stand } from './case.ts';
import { waitMs } from './ground.ts';
import { truthOf } from './outage.ts';

export interface Steady<S extends Stand> {
  readonly name: string;
  readonly says: string;
  readonly plan: DeskPlan<S>;
  /** What happens while a green card is on the stage. */
  readonly happens: (scene: Scene<S>) => Promise<void> | void;
  /** How long the screen is watched from then on, in seconds. */
  readonly forS?: number;
  readonly mend?: (scene: Scene<S>) => Promise<void> | void;
  readonly wayMs?: number;
}

const FOR_S = 5;

/** Green stays, no fault appears, and a change of D1's mind afterwards arrives as always. */
export function steady<S extends Stand>(options: Steady<S>): FaultCase<S> {
  const { name, says, plan, forS = FOR_S, wayMs } = options;
  return {
    name,
    says,
    plan,
    families: [],
    ...(wayMs === undefined ? {} : { wayMs }),
    async run(scene) {
      await scene.set('done');
      await scene.scan(truthOf('done'));
      await options.happens(scene);
      const end = performance.now() + forS * 1_000;
      let screen = await scene.look();
      while (performance.now() < end) {
        await waitMs(100);
        screen = await scene.look();
        if (!matches(screen, scene.cardId, { verdict: 'hand-over', fault: null }))
          throw new Wrong(`green did not stay`, screen);
      }
      await scene.set('production-exception');
      await scene.until({ verdict: 'do-not-hand-over', fault: null }, 10_000);
      await options.mend?.(scene);
      return { screen, recoveredS: null };
    },
  };
}
