/**
 * The veil: a layer that says "cannot tell", drawn in advance and kept transparent by a running animation that every
 * snapshot starts anew. When snapshots stop, the browser engine's compositor finishes the animation by itself.
 *
 * Changing the page is not enough to take green off the glass: new pixels need memory that the engine asks main's
 * process for, and while that process is stopped the page changes in its document and not on the screen (seen on Linux).
 * The veil needs no new pixels.
 */
import { SILENCE_LIMIT_MS, type StationView } from '../../main/ipc/contract.ts';

/** The veil is down before the page itself withdraws anything: that may need pixels, and then wait for ever, in ms. */
const AHEAD_MS = 150;
/** The last part of the animation, as a share: from transparent to opaque in one step. */
const STEP = 0.999;

/** How long after its arrival a snapshot may hold the veil up, in ms: to the end of its first green or of its silence. */
export function heldForMs(view: Pick<StationView, 'cards'>, lateMs: number): number {
  const ends = view.cards.flatMap((card) => (card.verdict === 'hand-over' ? [card.greenForMs ?? 0] : []));
  return Math.max(0, Math.min(SILENCE_LIMIT_MS, ...ends) - lateMs - AHEAD_MS);
}

/** What the veil needs of an element: an animation that can be replaced. */
export interface VeilElement {
  animate(frames: Keyframe[], options: KeyframeAnimationOptions): { cancel(): void };
}

export interface Veil {
  /** Keeps the veil transparent for so long from now; it falls by itself then. */
  holdFor(ms: number): void;
}

export function createVeil(element: VeilElement): Veil {
  let running: { cancel(): void } | null = null;
  return {
    holdFor(ms) {
      const next = element.animate([{ opacity: 0 }, { opacity: 0, offset: STEP }, { opacity: 1 }], {
        duration: Math.max(1, ms),
        fill: 'both',
      });
      // The new one is in force before the old one ends, so that nothing shows in between.
      running?.cancel();
      running = next;
    },
  };
}
