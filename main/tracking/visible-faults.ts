import type { Fault } from './fault.ts';
import { elapsed, type Stamp } from './instant.ts';
import type { Limits } from './limits.ts';
import type { ActiveFault, StationState } from './station-state.ts';
import { hasFreshAnswer } from './verdict.ts';
import { FAULT_FAMILIES, isFailurePhase } from './words.ts';

/** A fault younger than this stays off the screen while answers on it are fresh: one lost packet is no news, in ms. */
export const FAULT_DAMPING_MS = 10_000;

/**
 * The faults that staff should see now, in the order of the families, each cause once with its earliest beginning.
 * Wrong credentials and certificates show at once; the rest waits while the answers on screen are fresh.
 */
export function visibleFaults(state: StationState, now: Stamp, limits: Limits): readonly ActiveFault[] {
  const cards = [...state.cards.values()];
  // A failure does not lapse and is read rarely: its age says nothing of the way to D1.
  const allFresh =
    cards.length > 0 && cards.every((track) => isFailurePhase(track.phase) || hasFreshAnswer(track, now, limits));
  const byCause = new Map<string, ActiveFault>();
  for (const active of state.faults.values()) {
    const young = elapsed(active.since, now) < FAULT_DAMPING_MS;
    if (young && allFresh && !showsAtOnce(active.fault)) continue;
    const key = `${active.fault.family}/${active.fault.cause}`;
    const known = byCause.get(key);
    if (known === undefined || active.since.mono < known.since.mono) byCause.set(key, active);
  }
  const rank = (active: ActiveFault): number => FAULT_FAMILIES.indexOf(active.fault.family);
  return [...byCause.values()].sort((a, b) => rank(a) - rank(b) || a.since.mono - b.since.mono);
}

function showsAtOnce(fault: Fault): boolean {
  switch (fault.family) {
    case 'network':
    case 'malformed':
      return false;
    default:
      return true;
  }
}
