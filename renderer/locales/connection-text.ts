import type { StationView } from '../../main/ipc/contract.ts';
import type { Line } from './line.ts';
import { ageLine } from './time-text.ts';

/** The connection in words. */
export function connectionLine(connection: StationView['connection'], timeOf: (instant: number) => string): Line {
  return connection.state === 'down'
    ? { key: 'connection.down', values: { since: timeOf(connection.since) } }
    : { key: `connection.${connection.state}` };
}

/** The age of the newest contact with D1; null when there was none. `elapsedMs` is the age of the snapshot itself. */
export function contactAgeLine(connection: StationView['connection'], elapsedMs: number): Line | null {
  return connection.lastContactAgeMs === null ? null : ageLine(connection.lastContactAgeMs + elapsedMs);
}
