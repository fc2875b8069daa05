import { elapsed, type Stamp } from './instant.ts';
import type { Contact } from './station-state.ts';
import type { ConnectionState } from './words.ts';

/**
 * The state of the way to D1. `degraded` while exchanges fail but the newest success is younger than `freshnessMs`,
 * so that answers on screen may still be fresh; `down` after that.
 */
export function connectionOf(contact: Contact, now: Stamp, freshnessMs: number): ConnectionState {
  if (contact.lastAt === null) return 'never';
  if (contact.failingSince === null) return 'ok';
  return elapsed(contact.lastAt, now) < freshnessMs ? 'degraded' : 'down';
}
