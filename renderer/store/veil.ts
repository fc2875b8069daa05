/**
 * The veil: a layer that says "cannot tell", drawn in advance and kept transparent by a running animation that every
 * snapshot starts anew. When snapshots stop, the browser engine's compositor finishes the animation by itself.
 *
 * Changing the page is not enough to take green off the glass: new pixels need memory that the engine asks main's
 * process for, and while that process is stopped the page changes in its document and not on the screen (seen on Linux).
 * The veil needs no new pixels.
 *
 * A running animation has the engine draw sixty times a second. So it runs while green is or may be on the glass; after that a
 * timer of the page lets the veil fall, and all that can stay on the glass of a stopped main is a screen that says to wait.
 */
import { SILENCE_LIMIT_MS, type StationView } from '../../main/ipc/contract.ts';
import { tellsToGive, type GreenWatch } from './green-watch.ts';
import { silenceLimitMs } from './lease.ts';

/** The veil is down before the page itself withdraws anything: that may need pixels, and then wait for ever, in ms. */
const AHEAD_MS = 150;
/** The last part of the animation, as a share: from transparent to opaque in one step. */
const STEP = 0.999;

/** How long after its arrival a snapshot may hold the veil up, in ms: to the end of its first green or of its silence. */
export function heldForMs({ cards }: Pick<StationView, 'cards'>, lateMs: number, limitMs = SILENCE_LIMIT_MS): number {
  const ends = cards.flatMap((card) => (card.verdict === 'hand-over' ? [card.greenForMs ?? 0] : []));
  return Math.max(0, Math.min(limitMs, ...ends) - lateMs - AHEAD_MS);
}

/** What the veil needs of an element: an animation that can be replaced. */
export interface VeilElement {
  animate(frames: Keyframe[], options: KeyframeAnimationOptions): { cancel(): void };
}

export interface Veil {
  /** Keeps the veil transparent for as long as this snapshot may; it falls by itself then. `lateMs`: how late it came. */
  hold(view: Pick<StationView, 'cards' | 'desk' | 'silentAfterMs'>, lateMs: number): void;
}

/** Runs something after so many ms; what is returned keeps it from running. */
export type After = (ms: number, run: () => void) => () => void;

export function createVeil(element: VeilElement, green: Pick<GreenWatch, 'isGone'>, after: After): Veil {
  let end = (): void => undefined;

  function animate(frames: Keyframe[], duration: number): void {
    const next = element.animate(frames, { duration, fill: 'both' });
    // The new one is in force before the old one ends, so that nothing shows in between.
    end();
    end = () => next.cancel();
  }

  const fall = (): void => animate([{ opacity: 1 }, { opacity: 1 }], 1);

  return {
    hold(view, lateMs) {
      if (tellsToGive(view) || !green.isGone()) {
        // Whatever main says of its rest: what may be on the glass still is green.
        animate([{ opacity: 0 }, { opacity: 0, offset: STEP }, { opacity: 1 }], Math.max(1, heldForMs(view, lateMs)));
        return;
      }
      end();
      end = after(heldForMs(view, lateMs, silenceLimitMs(view)), fall);
    },
  };
}
