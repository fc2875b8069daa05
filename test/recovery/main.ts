/**
 * `npm run test:long -- recovery`: a hundred blows to the packaged twin, at random by a seed that is printed. After each the
 * screen has to be true within its limit, no green may outlast what D1 said, and the record has to be whole and complete.
 */
import { parseArgs } from 'node:util';

import { inWindow } from '../e2e/broken-station.ts';
import { runCommand } from '../e2e/station-app.ts';
import { statusField } from '../e2e/station-processes.ts';
import { localD1, openDesk } from '../faults/desk.ts';
import { createGround } from '../faults/ground.ts';
import { growthOf, MAY_GROW_MIB, type Life } from './memory.ts';
import { planOf, type Round } from './plan.ts';
import { reaches, takeOff } from './screen.ts';
import { giveRestartsBack, strike } from './strike.ts';

/** The screen is true again this long after the blow, in ms; where the program ended, after it was started again. */
const HEALED_WITHIN_MS = 10_000;
const SCAN_LIMIT_MS = 15_000;

const { values } = parseArgs({
  options: { program: { type: 'string' }, seed: { type: 'string' }, rounds: { type: 'string', default: '100' } },
});
if (values.program === undefined) throw new Error('--program names the station');
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const plan = planOf(seed, Number(values.rounds));
say(`seed ${seed}: ${plan.length} blows (again with CARD_STATION_RECOVERY_SEED=${seed})`);
process.exitCode = (await run(values.program, plan)) ? 0 : 1;

async function run(program: string, rounds: readonly Round[]): Promise<boolean> {
  const ground = createGround(program);
  const wrongs: string[] = [];
  const lives: { mib: number[] }[] = [];
  const slowest = new Map<string, number>();
  let actions = 0;
  try {
    const desk = await openDesk(ground, await localD1(ground));
    let station = await desk.startConnected();
    lives.push({ mib: [] });
    for (const [number, { blow, withdrawn }] of rounds.entries()) {
      const cardId = `blow-${number + 1}`;
      const name = `${number + 1} ${blow}${withdrawn ? ', withdrawn' : ''}`;
      const wrong = (what: string): void => {
        wrongs.push(`${name}: ${what}`);
        say(`WRONG ${name}: ${what}`);
      };
      try {
        await giveRestartsBack(station);
        await desk.d1.set(cardId, 'done');
        await inWindow(station, `window.station.watch('${cardId}', 'scanned').then(() => null)`);
        await reaches(station, { page: 'station', cardId, verdict: 'hand-over' }, SCAN_LIMIT_MS, null);
        if (withdrawn) await desk.d1.set(cardId, 'production-exception');
        const withdrawnAt = withdrawn ? performance.now() : null;
        let since = performance.now();
        const struck = await strike(station, blow);
        if (struck.kind === 'ended') {
          if (blow === 'main-throw' && struck.how !== 70) wrong(`it ended with ${struck.how}`);
          if (blow === 'gpu-kill') say(`${name}: the engine gave up and ended the program (${struck.how})`);
          station = await desk.start();
          since = station.startedAt;
          lives.push({ mib: [] });
        }
        const verdict = withdrawn ? 'do-not-hand-over' : 'hand-over';
        // While main is stopped nothing can be asked of it: the glass alone is looked at then.
        const healed = await reaches(
          station,
          { page: 'station', cardId, verdict },
          HEALED_WITHIN_MS,
          withdrawnAt,
          since,
        );
        slowest.set(blow, Math.max(slowest.get(blow) ?? 0, healed));
        await takeOff(station, cardId);
        actions += 1;
      } catch (error) {
        wrong(error instanceof Error ? error.message : 'something unknown');
        station = await desk.start();
        lives.push({ mib: [] });
        await takeOff(station, cardId).then(() => (actions += 1), () => undefined); // prettier-ignore
      }
      const verified = await runCommand(desk.place, 'ledger', 'verify');
      const head = /head: (\d+) /.exec(verified.stdout)?.[1];
      if (verified.code !== 0 || Number(head) !== actions)
        wrong(`the record: ${verified.code}, ${verified.stdout.trim()} where ${actions} were made`);
      const mib = Number(/\d+/.exec(statusField(station.pid, 'VmRSS') ?? '')?.[0]) / 1_024;
      lives.at(-1)?.mib.push(mib);
      say(`${name}: main ${mib.toFixed(0)} MiB`);
    }
  } finally {
    await ground.clear();
  }
  return told(rounds, lives, slowest, wrongs, actions);
}

function told(
  rounds: readonly Round[],
  lives: readonly Life[],
  slowest: ReadonlyMap<string, number>,
  wrongs: string[],
  actions: number,
): boolean {
  for (const life of lives) {
    const growth = growthOf(life);
    if (growth > MAY_GROW_MIB) wrongs.push(`main grew by ${growth.toFixed(0)} MiB in ${life.mib.length} rounds`);
  }
  const longest = lives.reduce<Life>((one, other) => (other.mib.length > one.mib.length ? other : one), { mib: [] });
  for (const [blow, ms] of slowest)
    say(
      `${blow}: ${rounds.filter((one) => one.blow === blow).length} times, the truth after ${(ms / 1_000).toFixed(1)} s at most`,
    );
  const most = Math.max(...lives.map(growthOf));
  say(
    `main: ${lives.length} lives; the longest, ${longest.mib.length} rounds, grew by ${growthOf(longest).toFixed(0)} MiB; the most ${most.toFixed(0)} MiB (bound ${MAY_GROW_MIB})`,
  );
  say(`record: ${actions} actions made, verified after each blow`);
  for (const wrong of wrongs) say(`WRONG ${wrong}`);
  say(`${rounds.length} blows | ${wrongs.length} wrong`);
  return wrongs.length === 0;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
