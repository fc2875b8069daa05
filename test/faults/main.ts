/**
 * Runs the fault suite inside a desktop session: `tsx test/faults/main.ts --program PATH [--only NAME]… [--list]
 * [--lane N --lanes M] [--totals FILE]`.
 * One line per fault on standard output, totals at the end; exits 1 when any went wrong. A lane is a share of the cases
 * that runs beside the others in a session of its own; its totals go to a file as JSON.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { inWords, type DeskPlan, type FaultCase, type Stand } from './case.ts';
import { createGround, type Ground } from './ground.ts';
import { play, type Played } from './scene.ts';
import { ALL_CASES } from './cases/all.ts';

interface Totals {
  ok: number;
  wrong: number;
  notHere: number;
}

/** The desk that is set up now; cases of one plan follow each other at it. */
interface Open {
  readonly plan: DeskPlan;
  readonly ground: Ground;
  /** Null while it is being set up, which can fail half-way. */
  stand: Stand | null;
}

/** A case that hangs is ended, in ms: far beyond the longest. */
const CASE_LIMIT_MS = 150_000;

function line(...parts: readonly string[]): void {
  process.stdout.write(`${parts.join(' | ')}\n`);
}

function lineOf(fault: FaultCase, { told, wrongs, lastScreen }: Played): void {
  const screen = told?.screen ?? lastScreen;
  const recovered =
    told === null
      ? '-'
      : told.recoveredS === null
        ? 'nothing to recover'
        : `recovered in ${told.recoveredS.toFixed(1)} s`;
  const verdict = wrongs.length === 0 ? 'ok' : `WRONG: ${wrongs.join('; ')}`;
  const note = told?.note === undefined ? [] : [told.note];
  line(`${fault.name}: ${fault.says}`, screen === null ? '-' : inWords(screen), verdict, recovered, ...note);
}

async function limited(playing: Promise<Played>, limitMs: number): Promise<Played> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Played>((resolve) => {
    timer = setTimeout(
      () => resolve({ told: null, wrongs: [`did not end in ${limitMs / 1_000} s`], lastScreen: null }),
      limitMs,
    );
  });
  const played = await Promise.race([playing, late]);
  clearTimeout(timer);
  return played;
}

/** The cases of one lane: whole plans, each to the lane that has least. */
function ofLane(cases: readonly FaultCase[], lane: number, lanes: number): readonly FaultCase[] {
  const share = new Map<DeskPlan, number>();
  const load = Array.from({ length: lanes }, () => 0);
  const plans = [...new Set(cases.map(({ plan }) => plan))];
  const casesOf = (plan: DeskPlan): number => cases.filter((each) => each.plan === plan).length;
  // Setting a desk up takes about as long as a case.
  for (const plan of plans.sort((one, other) => casesOf(other) - casesOf(one))) {
    const least = load.indexOf(Math.min(...load));
    share.set(plan, least);
    load[least] = (load[least] ?? 0) + casesOf(plan) + 1;
  }
  return cases.filter(({ plan }) => share.get(plan) === lane);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      program: { type: 'string' },
      only: { type: 'string', multiple: true },
      list: { type: 'boolean', default: false },
      lane: { type: 'string', default: '0' },
      lanes: { type: 'string', default: '1' },
      totals: { type: 'string' },
    },
  });
  const only = values.only?.flatMap((names) => names.split(','));
  const unknown = only?.find((name) => !ALL_CASES.some((each) => each.name === name));
  if (unknown !== undefined) throw new Error(`there is no fault "${unknown}"; --list names them`);
  if (values.list) {
    for (const { name, says, plan } of ALL_CASES) line(name, says, plan.name);
    return 0;
  }
  const { program } = values;
  if (program === undefined) throw new Error('--program is needed');
  const wanted = ALL_CASES.filter(({ name }) => only === undefined || only.includes(name));
  const chosen = ofLane(wanted, Number(values.lane), Number(values.lanes));
  const totals: Totals = { ok: 0, wrong: 0, notHere: 0 };
  const startedAt = performance.now();
  const opened: Open[] = [];
  const close = async (): Promise<void> => {
    for (const { ground } of opened.splice(0)) await ground.clear();
  };
  const standOf = async (plan: DeskPlan): Promise<Stand> => {
    const there = opened[0];
    if (there?.plan === plan && there.stand !== null) return there.stand;
    await close();
    const opening: Open = { plan, ground: createGround(program), stand: null };
    opened.push(opening);
    opening.stand = await plan.open(opening.ground);
    return opening.stand;
  };
  // Ctrl-C and an end from outside clear up as well.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(1)));

  for (const fault of chosen) {
    const obstacle = fault.plan.obstacle?.() ?? null;
    if (obstacle !== null) {
      totals.notHere += 1;
      line(`${fault.name}: ${fault.says}`, '-', `not provable here: ${obstacle}`, '-');
      continue;
    }
    let played: Played;
    try {
      played = await limited(play(fault, await standOf(fault.plan)), fault.limitMs ?? CASE_LIMIT_MS);
    } catch (error) {
      const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      played = { told: null, wrongs: [`could not be set up: ${message}`], lastScreen: null };
    }
    lineOf(fault, played);
    if (played.wrongs.length === 0) totals.ok += 1;
    else {
      totals.wrong += 1;
      // Whatever it left behind must not be the next one's trouble.
      await close();
    }
  }
  await close();
  const minutes = (performance.now() - startedAt) / 60_000;
  if (values.totals !== undefined) writeFileSync(values.totals, JSON.stringify(totals));
  else
    line(
      `${chosen.length} faults`,
      `${totals.ok} ok`,
      `${totals.wrong} WRONG`,
      `${totals.notHere} not provable here`,
      `${minutes.toFixed(1)} min`,
    );
  return totals.wrong === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`card-station: faults: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
