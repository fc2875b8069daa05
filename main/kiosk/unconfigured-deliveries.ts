/** What a station without a configuration does with what is delivered to it: it keeps nothing for later. Pure. */
import type { Log } from '../diagnostics/log.ts';
import type { Delivery } from './delivery.ts';

export interface UnconfiguredDesk {
  readonly log: Log;
  /** Brings the window to the front: it says what is wrong. */
  readonly show: () => void;
}

export function dropDelivery({ kind }: Delivery, { log, show }: UnconfiguredDesk): void {
  if (kind !== 'show')
    log.write({ event: 'dropped-message', path: kind, detail: 'the station has no valid configuration' });
  // Nobody at the screen has asked for it.
  if (kind !== 'update-window') show();
}
