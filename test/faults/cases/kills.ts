/**
 * The station is killed, over and over, at the worst moments. After each kill the record is verified; what staff were
 * told was recorded is in it; and after the next start nothing is green before D1 has answered afresh.
 */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { loadSqlite } from '../../../main/ledger/load-sqlite.ts';
import { verifyLedger } from '../../../main/ledger/verify.ts';
import { engineSwitches } from '../../e2e/engine-switches.ts';
import type { FaultCase, Scene, Told } from '../case.ts';
import { untilTrue } from '../ground.ts';
import { plainPlan, type PlainStand } from '../plans.ts';
import { sessionKeychain, type SessionKeychain } from '../session-keychain.ts';
import { press, reject, takeOff } from '../staff.ts';

/** A kill counts as "at the press" within this, in ms. */
const AT_PRESS_MS = 300;
/** A start takes about two seconds until the page is there. */
const START_MS = 2_500;
/** Kills of one case: a line of the suite stays under two minutes. */
const PER_CASE = 20;
const GREEN = { phase: 'personalised', verdict: 'hand-over' };

interface Account {
  kills: number;
  /** Kills within 300 ms of a press. */
  atPress: number;
  /** Cards of which the page was told that the handover is recorded. */
  readonly acknowledged: Set<string>;
}

interface Row {
  readonly card_id: string;
  readonly kind: string;
}

const folderOf = (scene: Scene<PlainStand>): string => scene.stand.desk.place.profileFolder;

function rowsOf(scene: Scene<PlainStand>): readonly Row[] {
  const database = new (loadSqlite().DatabaseSync)(`${folderOf(scene)}/ledger.sqlite`, { readOnly: true });
  try {
    return database.prepare('SELECT card_id, kind FROM actions ORDER BY number').all() as unknown as Row[];
  } finally {
    database.close();
  }
}

/** Whether the card was still on the screen by the record. */
function isWatched(scene: Scene<PlainStand>, cardId: string): boolean {
  const database = new (loadSqlite().DatabaseSync)(`${folderOf(scene)}/ledger.sqlite`, { readOnly: true });
  try {
    return database.prepare("SELECT 1 FROM cards WHERE card_id = ? AND place = 'watched'").get(cardId) !== undefined;
  } finally {
    database.close();
  }
}

/** The record is whole, and everything that was acknowledged is in it, once. */
async function checkRecord(scene: Scene<PlainStand>, keychain: SessionKeychain, account: Account): Promise<void> {
  const found = await verifyLedger(folderOf(scene), keychain.store);
  const whole = found.kind === 'nothing' || (found.kind === 'verified' && found.diagnosis.kind === 'whole');
  if (!whole) throw new Error(`after kill ${String(account.kills)} the record is not whole: ${JSON.stringify(found)}`);
  const handedOver = rowsOf(scene).filter(({ kind }) => kind === 'handed-over');
  for (const cardId of account.acknowledged) {
    const times = handedOver.filter((row) => row.card_id === cardId).length;
    if (times !== 1) throw new Error(`${cardId} was acknowledged and stands ${String(times)} times in the record`);
  }
}

async function killed(pid: number, gone: Promise<unknown>): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await gone;
}

async function killStation(scene: Scene<PlainStand>, account: Account): Promise<void> {
  const { electron, pid } = scene.stand.desk.station();
  const gone = new Promise((resolve) => electron.process().once('exit', resolve));
  await scene.look().catch(() => undefined);
  account.kills += 1;
  await killed(pid, gone);
}

/** Starts the station and holds every green against the moment of the start. */
async function startAgain(scene: Scene<PlainStand>): Promise<void> {
  const startedAt = Date.now();
  await scene.restart();
  await scene.look();
  const early = scene
    .samples()
    .find(({ at, verdict, sentAt }) => at > startedAt && verdict === 'hand-over' && (sentAt ?? 0) < startedAt);
  if (early !== undefined) throw new Error(`green after a start on an answer of before it (${early.cardId})`);
}

/** Notes in this process, as soon as the page is told, that a handover is recorded. */
async function noteAcknowledged(scene: Scene<PlainStand>, account: Account): Promise<void> {
  const { page } = scene.stand.desk.station();
  await page.exposeFunction('acknowledged', (cardId: string) => account.acknowledged.add(cardId));
  await page.evaluate(`window.station.onSnapshot(({ desk }) => {
    if (desk.kind === 'given') window.acknowledged(desk.cardId);
  })`);
}

type Act = (scene: Scene<PlainStand>, cardId: string) => Promise<unknown>;

/** Kills at a random moment up to `withinMs` after what staff do. */
function atAct(name: string, says: string, act: Act, withinMs: number): FaultCase<PlainStand> {
  return {
    name,
    says,
    plan: KILLS,
    families: [],
    limitMs: 400_000,
    async run(scene): Promise<Told> {
      const account: Account = { kills: 0, atPress: 0, acknowledged: new Set() };
      const keychain = await sessionKeychain(folderOf(scene));
      try {
        let cardId = '';
        for (let n = 0; n < PER_CASE; n += 1) {
          const recorded = cardId !== '' && rowsOf(scene).some((row) => row.card_id === cardId);
          // Killed after the record and before the card left the screen: it says so, and staff take it off.
          if (recorded && isWatched(scene, cardId)) {
            await untilTrue(`"already handed over" for ${cardId}`, 10_000, async () => {
              const now = await scene.look();
              return now.cardId === cardId && now.verdict === 'do-not-hand-over';
            });
            await takeOff(scene.stand.desk.station(), cardId);
          }
          if (cardId === '' || recorded) cardId = `${name}-${String(n)}`;
          await noteAcknowledged(scene, account);
          await scene.set('done', cardId);
          await scene.scan(GREEN, cardId);
          await act(scene, cardId);
          const pressedAt = await scene.stand.desk.station().page.evaluate<number>('window.pressedAt');
          // Spread over the whole span, so that every step of the way is met.
          await sleep((n / PER_CASE) * withinMs);
          const killedAt = Date.now();
          await killStation(scene, account);
          if (killedAt - pressedAt <= AT_PRESS_MS) account.atPress += 1;
          await checkRecord(scene, keychain, account);
          await startAgain(scene);
        }
        const screen = await scene.look();
        const rows = rowsOf(scene).length;
        const { kills, atPress, acknowledged } = account;
        const note = `${kills} kills, ${atPress} within 300 ms of a press, ${acknowledged.size} acknowledged, ${rows} rows, each time verified`;
        return { screen, recoveredS: null, note };
      } finally {
        keychain.close();
      }
    },
  };
}

const KILLS = plainPlan('killed');

const AT_START: FaultCase<PlainStand> = {
  name: 'killed-starting',
  says: `the station is killed ${String(PER_CASE * 2)} times while it starts`,
  plan: KILLS,
  families: [],
  limitMs: 400_000,
  async run(scene): Promise<Told> {
    const account: Account = { kills: 0, atPress: 0, acknowledged: new Set() };
    const { place } = scene.stand.desk;
    const keychain = await sessionKeychain(place.profileFolder);
    try {
      await scene.set('done');
      await scene.scan(GREEN);
      await scene.stand.desk.stop();
      for (let n = 0; n < PER_CASE * 2; n += 1) {
        const args = ['--config', place.configFile, '--user-data-dir', place.profileFolder, ...engineSwitches()];
        const child = spawn(place.program, args, { stdio: 'ignore' });
        const gone = new Promise((resolve) => child.once('exit', resolve));
        await sleep((n / (PER_CASE * 2)) * START_MS);
        account.kills += 1;
        await killed(child.pid ?? 0, gone);
        await checkRecord(scene, keychain, account);
      }
      await startAgain(scene);
      const screen = await scene.until(GREEN, 15_000);
      return { screen, recoveredS: null, note: `${account.kills} kills, each time verified` };
    } finally {
      keychain.close();
    }
  },
};

const pressed: Act = (scene, cardId) => press(scene.stand.desk.station(), cardId);
const rejected: Act = (scene, cardId) => reject(scene.stand.desk.station(), cardId);

export const KILL_CASES: readonly FaultCase<PlainStand>[] = [
  ...[1, 2, 3, 4, 5].map((n) =>
    atAct(`killed-at-press-${String(n)}`, 'killed within 300 ms of "Hand over"', pressed, 250),
  ),
  atAct('killed-at-reject', 'killed within 300 ms of "Reject"', rejected, 250),
  atAct('killed-after-press', 'killed up to 2 s after "Hand over"', pressed, 2_000),
  AT_START,
  { ...AT_START, name: 'killed-starting-again' },
];
