/** How long a station stays away from the sign-in after one that failed. Pure; times in ms, `random` in [0, 1). */

/** Who waits: `refused`, nobody whom trying again could help; `wanted`, a card or staff; `idle`, nobody. */
export type PauseKind = 'refused' | 'wanted' | 'idle';

export interface PauseLimits {
  /** After a refused sign-in. */
  readonly firstMs: number;
  readonly ceilingMs: number;
  /** Ceiling after a failure of the way to D1. */
  readonly networkCeilingMs: number;
}

/** The first pause after a failure of the way to D1. */
const FIRST_NETWORK_MS = 1_000;
/**
 * The same where nobody waits for a token. A short break is over soon, and whoever sets a station up sees it come; but thousands
 * of idle stations must not ask a D1 that stays away more often than they ask one that works.
 */
const FIRST_IDLE_MS = 10_000;
const IDLE_CEILING_MS = 120_000;

/** `failures` counts the failures in a row, the present one included. */
export function pauseAfter(kind: PauseKind, failures: number, limits: PauseLimits, random: number): number {
  switch (kind) {
    case 'refused':
      // Never sooner than the first pause.
      return Math.max(limits.firstMs, halfJitter(grown(limits.firstMs, limits.ceilingMs, failures), random));
    case 'wanted':
      return random * grown(FIRST_NETWORK_MS, limits.networkCeilingMs, failures);
    case 'idle':
      return halfJitter(grown(FIRST_IDLE_MS, IDLE_CEILING_MS, failures), random);
  }
}

function grown(firstMs: number, ceilingMs: number, failures: number): number {
  return Math.min(ceilingMs, firstMs * 2 ** Math.min(failures - 1, 16));
}

/** Half of it for certain, so that pauses are never short, and half by chance. */
function halfJitter(ms: number, random: number): number {
  return ms * (0.5 + random / 2);
}
