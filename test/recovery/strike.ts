/** Carries out a blow on a running station. */
import { budgetAhead, exitOf, inWindow, processesOf, seen, signal } from '../e2e/broken-station.ts';
import type { StationApp } from '../e2e/station-app.ts';
import { untilTrue, waitMs } from '../faults/ground.ts';
import type { Blow } from './plan.ts';

/** A minute without trouble gives the restarts back. */
const HEALTHY_MS = 60_000;
/** Longer than the silence after which the page tells by itself, in ms. */
const MAIN_STOPPED_MS = 5_000;
const SPENT_LIMIT_MS = 30_000;

/** `goes-on`: the station should heal itself. `ended`: it has to be started again, and how it ended. */
export type Struck = { readonly kind: 'goes-on' } | { readonly kind: 'ended'; readonly how: number | string };

const GOES_ON: Struck = { kind: 'goes-on' };

export async function strike(station: StationApp, blow: Blow): Promise<Struck> {
  switch (blow) {
    case 'page-kill':
      signal(station, 'renderer', 'SIGKILL');
      return GOES_ON;
    case 'page-crash':
      signal(station, 'renderer', 'SIGSEGV');
      return GOES_ON;
    case 'page-stop':
      signal(station, 'renderer', 'SIGSTOP');
      return GOES_ON;
    case 'page-loop':
      await inWindow(station, 'setTimeout(() => { for (;;); }, 0), null');
      return GOES_ON;
    case 'page-empty':
      await inWindow(station, 'document.getElementById("root").replaceChildren(), null');
      return GOES_ON;
    case 'gpu-kill':
      return killGpu(station);
    case 'keychain-kill':
      signal(station, 'keychain', 'SIGKILL');
      return GOES_ON;
    case 'main-throw': {
      const exit = exitOf(station);
      await station.electron
        .evaluate(() => {
          setTimeout(() => {
            throw new Error('a defect');
          }, 0);
        })
        .catch(() => undefined);
      return { kind: 'ended', how: await exit };
    }
    case 'main-kill':
      return killMain(station);
    case 'main-stop':
      process.kill(station.pid, 'SIGSTOP');
      await waitMs(MAIN_STOPPED_MS);
      process.kill(station.pid, 'SIGCONT');
      return GOES_ON;
    case 'spend':
      return spend(station);
  }
}

/** Gives the page its restarts back, as a healthy minute would. */
export async function giveRestartsBack(station: StationApp): Promise<void> {
  await budgetAhead(station, HEALTHY_MS);
}

/** One page after the other is killed until the stop page stands; from there only a new start helps. */
async function spend(station: StationApp): Promise<Struck> {
  for (let times = 0; times < 4; times += 1) {
    await untilTrue('a page', SPENT_LIMIT_MS, async () => (await seen(station)).page === 'station');
    const before = processesOf(station, 'renderer');
    signal(station, 'renderer', 'SIGKILL');
    await untilTrue('another process', SPENT_LIMIT_MS, () =>
      processesOf(station, 'renderer').some((pid) => !before.includes(pid)),
    );
  }
  await untilTrue('the stop page', SPENT_LIMIT_MS, async () => (await seen(station)).page === 'stop');
  return killMain(station);
}

/** The engine starts another; where too many ended within an hour it gives up, and whoever starts the station starts it. */
async function killGpu(station: StationApp): Promise<Struck> {
  const ended = exitOf(station).then((how): Struck => ({ kind: 'ended', how }));
  const before = processesOf(station, 'gpu-process');
  signal(station, 'gpu-process', 'SIGKILL');
  const another = untilTrue('another process that draws, or the end', SPENT_LIMIT_MS, () =>
    processesOf(station, 'gpu-process').some((pid) => !before.includes(pid)),
  ).then((): Struck => GOES_ON);
  return Promise.race([ended, another]);
}

async function killMain(station: StationApp): Promise<Struck> {
  const exit = exitOf(station);
  process.kill(station.pid, 'SIGKILL');
  return { kind: 'ended', how: await exit };
}
