import type { StationView } from '../../main/ipc/contract.ts';
import type { Line } from './line.ts';
import { ageLine } from './time-text.ts';

/** The connection at the moment at which it is shown. */
export type ShownConnection = StationView['connection'];

/** The connection in words. */
export function connectionLine(connection: ShownConnection, timeOf: (instant: number) => string): Line {
  return connection.state === 'down'
    ? { key: 'connection.down', values: { since: timeOf(connection.since) } }
    : { key: `connection.${connection.state}` };
}

/** The age of the newest contact with D1; null when there was none. */
export function contactAgeLine({ lastContactAgeMs }: ShownConnection): Line | null {
  return lastContactAgeMs === null ? null : ageLine(lastContactAgeMs);
}
