/** The kiosk on that machine, as its administrator sees it. */
import { until, type Machine } from './machine.ts';

export const UNIT = 'card-station-kiosk@kiosk.service';
export const HOME = '/var/lib/card-station/home';
export const PROFILE = `${HOME}/.config/Card Station`;
const LOG = `${PROFILE}/logs/station.log`;
/** A start on a busy machine, in ms. */
const START_LIMIT_MS = 180_000;

export interface Kiosk {
  /** The station's main process; throws when there is none. */
  pid(): Promise<number>;
  /** Waits for one that runs and is none of `not`; gives its number. */
  started(not?: number): Promise<number>;
  ended(): Promise<void>;
  property(name: string): Promise<string>;
  /** The lines of the station's log of this event. */
  log(event: string): Promise<readonly Record<string, string>[]>;
}

export function kioskOf(machine: Machine): Kiosk {
  // The one process of the program that is none of its helpers.
  const find = `ps -u kiosk -o pid=,args= | grep -v grep | grep ' /opt/card-station/card-station --ozone' | grep -v -e --type= -e cage | awk '{print $1}'`;
  const running = async (): Promise<readonly number[]> =>
    (await machine.try(find)).text.split('\n').filter(Boolean).map(Number);
  const property = async (name: string): Promise<string> =>
    (await machine.run(`systemctl show --value --property=${name} ${UNIT}`)).trim();
  return {
    property,
    async pid() {
      const pids = await running();
      if (pids.length !== 1) throw new Error(`${pids.length} stations run`);
      return pids[0] ?? 0;
    },
    started: (not) =>
      until('a station runs', START_LIMIT_MS, async () => (await running()).find((pid) => pid !== not) ?? null),
    async ended() {
      await until('the service has ended', START_LIMIT_MS, async () =>
        ['inactive', 'failed'].includes(await property('ActiveState')),
      );
    },
    async log(event) {
      const { text } = await machine.try(`cat '${LOG}' 2>/dev/null`);
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, string>)
        .filter((line) => line['event'] === event);
    },
  };
}
