/** The restart of the night, wired to the running station. */
import { minutesOfDay } from '../config/time-of-day.ts';
import type { Log } from '../diagnostics/log.ts';
import { exitOnceStopped } from './end-in-order.ts';
import { EXIT } from './exit-codes.ts';
import { localMinute, scheduleQuietRestart } from './quiet-restart.ts';
import type { Station } from './station.ts';
import { systemClock } from './system-clock.ts';

/** At the hour that is configured, when nobody needs the station: ends it in order, and whoever started it starts it again. It ends after `stopLimitMs` in any case. */
export function restartQuietly(station: Station, restartAt: string | undefined, log: Log, stopLimitMs: number): void {
  if (restartAt === undefined) return;
  scheduleQuietRestart({
    atMinute: minutesOfDay(restartAt),
    clock: systemClock,
    minuteOf: localMinute,
    isIdle: (now) => station.busyWith(now).length === 0,
    restart: () => {
      log.write({ event: 'stop', outcome: 'quiet-restart' });
      exitOnceStopped(station.stop(), stopLimitMs, EXIT.quietRestart);
    },
  });
}
