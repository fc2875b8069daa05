import type { StationView } from '../../main/ipc/contract.ts';
import type { Line } from './line.ts';
import { ageLine, CALM_STEP_MS } from './time-text.ts';

/** The connection at the moment at which it is shown. */
export type ShownConnection = StationView['connection'];

/** The connection in words; `sinceOf` writes an instant after "since". */
export function connectionLine(connection: ShownConnection, sinceOf: (instant: number) => string): Line {
  return connection.state === 'down'
    ? { key: 'connection.down', values: { since: sinceOf(connection.since) } }
    : { key: `connection.${connection.state}` };
}

/** How long ago the newest contact with D1 was, in words; null when there was none. */
export function contactLine({ lastContactAgeMs }: ShownConnection, say: (line: Line) => string): Line | null {
  if (lastContactAgeMs === null) return null;
  if (lastContactAgeMs < CALM_STEP_MS) return { key: 'connection.contactNow' };
  return { key: 'connection.contact', values: { age: say(ageLine(lastContactAgeMs)) } };
}
