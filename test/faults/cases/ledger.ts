/** Faults of the record: the screen goes on, nothing is handed over that cannot be recorded, and there is a way out. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadSqlite, type Database } from '../../../main/ledger/load-sqlite.ts';
import { Secret } from '../../../main/credentials/secret.ts';
import { runCommand } from '../../e2e/station-app.ts';
import { Wrong, type DeskPlan, type FaultCase, type Scene, type Told } from '../case.ts';
import { localD1, openDesk } from '../desk.ts';
import { truthOf } from '../outage.ts';
import { needsRoot, plainPlan, type PlainStand } from '../plans.ts';
import { inKeychain } from '../session-keychain.ts';
import { handOver } from '../staff.ts';

/** The record is looked at again every 10 s. */
const RETRY_S = 14;
const FILES = ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm'];

const profileOf = (scene: Scene<PlainStand>): string => scene.stand.desk.place.profileFolder;
const fileOf = (scene: Scene<PlainStand>): string => join(profileOf(scene), 'ledger.sqlite');

function expectOutcome(outcome: string, expected: string, screen: Told['screen']): void {
  if (outcome !== expected) throw new Wrong(`the press came to "${outcome}" and not to "${expected}"`, screen);
}

/** A green card on the stage, and what staff would do with it. */
async function greenCard(scene: Scene<PlainStand>, cardId = scene.cardId): Promise<void> {
  await scene.set('done', cardId);
  await scene.scan({ phase: 'personalised', verdict: 'hand-over' }, cardId);
}

/** Green comes back with its fault gone, and the card can be handed over. */
async function recovered(scene: Scene<PlainStand>): Promise<number> {
  const mendedAt = performance.now();
  const screen = await scene.until(truthOf('done'), RETRY_S * 1_000);
  const seconds = (performance.now() - mendedAt) / 1_000;
  expectOutcome(await handOver(scene.stand.desk.station(), scene.cardId), 'given', screen);
  await verified(scene);
  return seconds;
}

/** `card-station ledger verify` beside the running station. */
async function verified(scene: Scene<PlainStand>, expected = 0): Promise<string> {
  const { code, stdout, stderr } = await runCommand(scene.stand.desk.place, 'ledger', 'verify');
  if (code !== expected) throw new Error(`ledger verify: exit ${code}: ${stdout}${stderr}`);
  return `${stdout}${stderr}`.trim();
}

/** The fault comes while the station runs, and ends while it runs. */
function running(
  name: string,
  says: string,
  plan: DeskPlan<PlainStand>,
  cause: string,
  breakIt: (scene: Scene<PlainStand>) => () => void,
): FaultCase<PlainStand> {
  return {
    name,
    says,
    plan,
    families: ['ledger'],
    async run(scene): Promise<Told> {
      const station = scene.stand.desk.station();
      await greenCard(scene);
      const mend = breakIt(scene);
      try {
        const before = await scene.look();
        expectOutcome(await handOver(station, scene.cardId), 'refused: ledger', before);
        const screen = await scene.until({ verdict: 'hand-over', fault: `ledger/${cause}`, connection: 'ok' }, 5_000);
        mend();
        return { screen, recoveredS: await recovered(scene), note: 'pressed while it lasted: refused, not recorded' };
      } finally {
        mend();
      }
    },
  };
}

/** Fills what is left of the profile's own small disk. */
function fillDisk(scene: Scene<PlainStand>): () => void {
  const filler = join(profileOf(scene), 'filler');
  const { bavail, bsize } = statfsSync(profileOf(scene));
  try {
    writeFileSync(filler, Buffer.alloc(bavail * bsize));
  } catch {
    // The last block may be taken by somebody else meanwhile: full is full.
  }
  for (let n = 0; statfsSync(profileOf(scene)).bavail > 0 && n < 50; n += 1) {
    try {
      writeFileSync(`${filler}-${n}`, Buffer.alloc(4_096));
    } catch {
      break;
    }
  }
  return () => {
    for (const each of readdirSync(profileOf(scene)).filter((one) => one.startsWith('filler')))
      rmSync(join(profileOf(scene), each), { force: true });
  };
}

function holdLock(scene: Scene<PlainStand>): () => void {
  const other = new (loadSqlite().DatabaseSync)(fileOf(scene));
  other.exec('BEGIN IMMEDIATE');
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    other.exec('ROLLBACK');
    other.close();
  };
}

/** A profile on a disk of its own that is small enough to be filled. */
const SMALL_DISK: DeskPlan<PlainStand> = {
  name: 'on a disk of 48 MB',
  obstacle: needsRoot,
  async open(ground) {
    const d1 = await localD1(ground);
    const profile = join(ground.folder, 'profile');
    mkdirSync(profile, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m,mode=700', 'tmpfs', profile]);
    ground.cleanUp(() => void execFileSync('umount', ['-l', profile]));
    const desk = await openDesk(ground, d1);
    await desk.startConnected();
    return { desk, sandbox: d1.sandbox };
  },
};

/** What is done to the files of a station that is not running. */
type Damage = (scene: Scene<PlainStand>) => Promise<void> | void;

/** The fault is made while the station is off; a new record begins, a second person is asked for, IT accepts. */
function between(name: string, says: string, cause: string, damage: Damage, prepare?: Damage): FaultCase<PlainStand> {
  return {
    name,
    says,
    plan: plainPlan(`record: ${name}`),
    families: ['ledger'],
    async run(scene): Promise<Told> {
      const { desk } = scene.stand;
      // Two rows before, so that there is something to lose; between them the copy is taken that is put back later.
      for (const cardId of [`${scene.cardId}-a`.slice(-48), `${scene.cardId}-b`.slice(-48)]) {
        await greenCard(scene, cardId);
        expectOutcome(await handOver(desk.station(), cardId), 'given', await scene.look());
        await prepare?.(scene);
        prepare = undefined;
      }
      await desk.stop();
      await damage(scene);
      const found = await verified(scene, 1);
      await scene.restart();
      await greenCard(scene);
      const screen = await scene.until({ verdict: 'hand-over', fault: `ledger/${cause}`, connection: 'ok' }, 10_000);
      expectOutcome(await handOver(desk.station(), scene.cardId), 'refused: second-person', screen);
      const accepted = await runCommand(desk.place, 'ledger', 'accept', '--by', 'Branch IT');
      if (accepted.code !== 0) throw new Error(`ledger accept: ${accepted.stderr}`);
      return { screen, recoveredS: await recovered(scene), note: `verify: ${found.split('\n').at(-1) ?? ''}` };
    },
  };
}

function edit(scene: Scene<PlainStand>, change: (database: Database) => void): void {
  const database = new (loadSqlite().DatabaseSync)(fileOf(scene));
  change(database);
  database.close();
}

const READ_ONLY: FaultCase<PlainStand> = {
  name: 'ledger-read-only',
  says: 'the file of the record cannot be written when the station starts',
  plan: { ...plainPlan('record: read-only'), obstacle: needsRoot },
  families: ['ledger'],
  async run(scene): Promise<Told> {
    const { desk } = scene.stand;
    await desk.stop();
    const file = fileOf(scene);
    execFileSync('mount', ['--bind', file, file]);
    execFileSync('mount', ['-o', 'remount,ro,bind', file]);
    let mounted = true;
    const mend = (): void => {
      if (mounted) execFileSync('umount', ['-l', file]);
      mounted = false;
    };
    try {
      await scene.restart();
      await greenCard(scene);
      const screen = await scene.until({ verdict: 'hand-over', fault: 'ledger/read-only', connection: 'ok' }, 10_000);
      expectOutcome(await handOver(desk.station(), scene.cardId), 'refused: ledger', screen);
      mend();
      return { screen, recoveredS: await recovered(scene), note: 'pressed while it lasted: refused, not recorded' };
    } finally {
      mend();
    }
  },
};

const copies = (scene: Scene<PlainStand>): string => join(scene.stand.desk.ground.folder, 'copy');

export const LEDGER_CASES: readonly FaultCase<PlainStand>[] = [
  running('ledger-full', "the profile's disk is full", SMALL_DISK, 'full', fillDisk),
  running('ledger-locked', 'another program holds the record', plainPlan('record: locked'), 'locked', holdLock),
  READ_ONLY,
  between('ledger-key-missing', 'the key is deleted from the keychain', 'key-missing', (scene) =>
    inKeychain(profileOf(scene), (store) => store.remove('ledger-key')),
  ),
  between('ledger-key-changed', 'another key lies in the keychain', 'key-changed', (scene) =>
    inKeychain(profileOf(scene), (store) =>
      store.write('ledger-key', new Secret(Buffer.alloc(32, 7).toString('base64'))),
    ),
  ),
  between('ledger-damaged', 'the file of the record is overwritten with rubbish', 'damaged', (scene) => {
    for (const name of FILES.slice(1)) rmSync(join(profileOf(scene), name), { force: true });
    writeFileSync(fileOf(scene), 'rubbish '.repeat(2_000));
  }),
  between('ledger-lost', 'the file of the record is deleted', 'lost', (scene) => {
    for (const name of FILES) rmSync(join(profileOf(scene), name), { force: true });
  }),
  between('ledger-changed', 'one field of one row is changed', 'chain-broken', (scene) =>
    edit(scene, (database) => database.exec("UPDATE actions SET card_id = 'another' WHERE number = 1")),
  ),
  between('ledger-cut', 'the last row is cut off', 'chain-broken', (scene) =>
    edit(scene, (database) => database.exec('DELETE FROM actions WHERE number = (SELECT max(number) FROM actions)')),
  ),
  between(
    'ledger-old-copy',
    'an older copy of the record is put in its place',
    'rolled-back',
    (scene) => {
      for (const name of FILES) {
        rmSync(join(profileOf(scene), name), { force: true });
        if (readdirSync(copies(scene)).includes(name))
          copyFileSync(join(copies(scene), name), join(profileOf(scene), name));
      }
    },
    (scene) => {
      mkdirSync(copies(scene), { recursive: true });
      for (const name of readdirSync(profileOf(scene)).filter((each) => FILES.includes(each)))
        copyFileSync(join(profileOf(scene), name), join(copies(scene), name));
    },
  ),
];
