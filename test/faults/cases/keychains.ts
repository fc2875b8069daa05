/** Faults of the keychain, made on a session bus with a gnome-keyring of its own. */
import { execFileSync } from 'node:child_process';

import {
  missingTools,
  startSecretService,
  type Prompter,
  type SecretService,
} from '../../unit/main/credentials/private-secret-service.ts';
import { runCommand } from '../../e2e/station-app.ts';
import type { DeskPlan, FaultCase, Told } from '../case.ts';
import { localD1, openDesk } from '../desk.ts';
import { truthOf } from '../outage.ts';
import type { PlainStand } from '../plans.ts';
import { steady } from '../steady.ts';

interface KeychainStand extends PlainStand {
  readonly service: SecretService;
}

/** What the station is given of the session's surroundings. */
const PASSED_ON = [
  'DBUS_SESSION_BUS_ADDRESS',
  'HOME',
  'XDG_DATA_HOME',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'XDG_RUNTIME_DIR',
];

function keychainPlan(name: string, prompter: Prompter): DeskPlan<KeychainStand> {
  return {
    name,
    obstacle: missingTools,
    async open(ground) {
      const service = await startSecretService({ prompter });
      ground.cleanUp(() => service.stop());
      const d1 = await localD1(ground);
      const lines = PASSED_ON.map((variable) => `export ${variable}='${service.env[variable] ?? ''}'`);
      const desk = await openDesk(ground, d1, { wrap: { lines, prefix: '' } });
      await desk.startConnected();
      return { desk, sandbox: d1.sandbox, service };
    },
  };
}

const SILENT = keychainPlan('a keychain whose prompt fails', 'fails');
const PROMPTING = keychainPlan('a keychain whose prompt stays open', 'stays-open');

/** A keychain that failed is tried again every 10 s. */
const RETRY_MS = 10_000;
/** The limit of one call to the keychain is 5 s, and of a card without an answer 10 s. */
const SEEN_LIMIT_MS = 20_000;

/** The fault is there when the station starts, and ends while it runs. */
function atStart(
  name: string,
  says: string,
  plan: DeskPlan<KeychainStand>,
  cause: string,
  breakIt: (stand: KeychainStand) => void,
  mend: (stand: KeychainStand) => Promise<void>,
): FaultCase<KeychainStand> {
  return {
    name,
    says,
    plan,
    // The key of the record goes with the entries.
    families: cause === 'empty' ? ['keychain', 'ledger'] : ['keychain'],
    async run(scene): Promise<Told> {
      await scene.stand.desk.stop();
      breakIt(scene.stand);
      await scene.restart();
      await scene.set('done');
      await scene.scan({});
      const expected = { verdict: 'cannot-tell', fault: `keychain/${cause}`, connection: 'never' };
      const screen = await scene.until(expected, SEEN_LIMIT_MS);
      await mend(scene.stand);
      const mendedAt = performance.now();
      await scene.until(truthOf('done'), RETRY_MS + 10_000);
      return { screen, recoveredS: (performance.now() - mendedAt) / 1_000 };
    },
  };
}

const signInAgain = ({ service }: KeychainStand): Promise<void> => service.signInAgain();

function send(service: SecretService, destination: string, ...message: string[]): string {
  const args = ['--session', '--print-reply', `--dest=${destination}`, ...message];
  return execFileSync('dbus-send', args, { env: service.env, encoding: 'utf8', stdio: 'pipe' });
}

/** Ends the keychain's own process in good order: the bus knows which one it is. */
function endKeychain({ service }: KeychainStand): void {
  const ask = 'org.freedesktop.DBus.GetConnectionUnixProcessID';
  const answer = send(service, 'org.freedesktop.DBus', '/', ask, 'string:org.freedesktop.secrets');
  const pid = Number(/uint32 (\d+)/.exec(answer)?.[1]);
  if (!Number.isInteger(pid)) throw new Error('the bus does not know the keychain');
  process.kill(pid, 'SIGTERM');
}

const COLLECTION = '/org/freedesktop/secrets/collection/login';

/** Deletes every entry, as somebody with the keychain's own program would. */
function deleteEntries({ service }: KeychainStand): void {
  const get = 'org.freedesktop.DBus.Properties.Get';
  const collection = ['string:org.freedesktop.Secret.Collection', 'string:Items'];
  const items = send(service, 'org.freedesktop.secrets', COLLECTION, get, ...collection);
  const paths = [...items.matchAll(/object path "([^"]+)"/g)].map(([, path]) => path ?? '');
  if (paths.length === 0) throw new Error('the keychain is empty already');
  for (const path of paths) send(service, 'org.freedesktop.secrets', path, 'org.freedesktop.Secret.Item.Delete');
}

/** What branch IT does then: the credentials again, and a word that the record may begin anew. */
async function provisionAnew({ desk }: KeychainStand): Promise<void> {
  await desk.provision(desk.d1.bundle);
  const { code, stderr } = await runCommand(desk.place, 'ledger', 'accept', '--by', 'Branch IT');
  if (code !== 0) throw new Error(`ledger accept: ${stderr}`);
}

export const KEYCHAIN_CASES: readonly FaultCase<KeychainStand>[] = [
  steady({
    name: 'keychain-locked-running',
    says: 'the keychain is locked under a running station',
    plan: SILENT,
    happens: ({ stand }) => stand.service.lock(),
    mend: ({ stand }) => stand.service.signInAgain(),
  }),
  atStart(
    'keychain-locked',
    'the keychain is locked when the station starts',
    SILENT,
    'locked',
    (stand) => stand.service.lock(),
    signInAgain,
  ),
  atStart(
    'keychain-gone',
    'there is no keychain when the station starts',
    SILENT,
    'unavailable',
    endKeychain,
    signInAgain,
  ),
  steady({
    name: 'entries-deleted-running',
    says: 'the entries are deleted under a running station',
    plan: SILENT,
    happens: ({ stand }) => deleteEntries(stand),
    mend: ({ stand }) => stand.desk.provision(stand.desk.d1.bundle),
  }),
  atStart(
    'entries-deleted',
    'the entries are gone when the station starts',
    SILENT,
    'empty',
    deleteEntries,
    provisionAnew,
  ),
  atStart(
    'keychain-prompting',
    'the keychain asks for its password and nobody answers',
    PROMPTING,
    'no-answer',
    (stand) => stand.service.lock(),
    signInAgain,
  ),
];
