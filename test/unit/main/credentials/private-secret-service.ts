import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** What becomes of gnome-keyring's prompt: it cannot be shown, or it is shown and nobody answers. */
export type Prompter = 'fails' | 'stays-open';

/** A D-Bus session of its own with a keychain of its own, in a folder that goes away with it. */
export interface SecretService {
  /** The environment in which the session's programs run. */
  readonly env: NodeJS.ProcessEnv;
  lock(): void;
  /** Ends the keychain's daemon and starts it again with the password, as a new sign-in does. */
  signInAgain(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = 'made-up';
const START_LIMIT_MS = 20_000;

/** Why the Secret Service cannot be tested here, as a sentence with the packages to install, or null. */
export function missingTools(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const missing = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon'].filter(
    (tool) => !folders.some((folder) => isExecutable(join(folder, tool))),
  );
  if (missing.length === 0) return null;
  return `Missing: ${missing.join(', ')}. Install the packages dbus, dbus-bin, gnome-keyring and libsecret-1-0.`;
}

/** Starts a session; with `keyring: false` it has a bus and no keychain. */
export async function startSecretService(options: {
  readonly prompter: Prompter;
  readonly keyring?: boolean;
}): Promise<SecretService> {
  const home = await mkdtemp(join(tmpdir(), 'card-station-bus-'));
  const prompterPid = join(home, 'prompter.pid');
  const env = await makeHome(home, options.prompter, prompterPid);
  const session = spawn('dbus-run-session', [`--config-file=${join(home, 'session.conf')}`, '--', 'sh', '-c', HOLD], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(session, 'exit');
  env['DBUS_SESSION_BUS_ADDRESS'] = await firstLine(session);
  let daemon = options.keyring === false ? null : await startKeyring(env);
  return {
    env,
    lock: () => {
      const collection = 'array:objpath:/org/freedesktop/secrets/collection/login';
      call(
        env,
        '--dest=org.freedesktop.secrets',
        '/org/freedesktop/secrets',
        'org.freedesktop.Secret.Service.Lock',
        collection,
      );
    },
    signInAgain: async () => {
      await end(daemon);
      daemon = await startKeyring(env);
    },
    stop: async () => {
      await end(daemon);
      session.stdin.end();
      await ended;
      endPrompter(await readFile(prompterPid, 'utf8').catch(() => ''));
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Tells the address, then lives until its input ends. */
const HOLD = 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat';

/** A bus configuration of our own: nothing is started on demand but our prompter, whatever is installed here. */
async function makeHome(home: string, prompter: Prompter, prompterPid: string): Promise<NodeJS.ProcessEnv> {
  const folders = { XDG_DATA_HOME: 'data', XDG_CONFIG_HOME: 'config', XDG_CACHE_HOME: 'cache', XDG_RUNTIME_DIR: 'run' };
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8', LANGUAGE: 'en' };
  for (const [name, folder] of Object.entries(folders)) {
    env[name] = join(home, folder);
    await mkdir(join(home, folder), { mode: 0o700 });
  }
  const services = join(home, 'services');
  await mkdir(services);
  const stayOpen = `/bin/sh -c 'echo $$ > ${prompterPid}; exec sleep 120'`;
  const exec = prompter === 'fails' ? '/bin/false' : stayOpen;
  const service = `[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=${exec}\n`;
  await writeFile(join(services, 'org.gnome.keyring.SystemPrompter.service'), service);
  await writeFile(
    join(home, 'session.conf'),
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${join(home, 'run')}</listen>
  <servicedir>${services}</servicedir>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
`,
  );
  return env;
}

async function startKeyring(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.end(PASSWORD);
  await untilOwned(env);
  return daemon;
}

async function end(daemon: ChildProcess | null): Promise<void> {
  if (daemon === null || daemon.exitCode !== null) return;
  const ended = once(daemon, 'exit');
  daemon.kill('SIGKILL');
  await ended;
}

async function firstLine(session: ChildProcess): Promise<string> {
  if (session.stdout === null) throw new Error('The session has no output.');
  const lines = createInterface({ input: session.stdout });
  const [line] = (await once(lines, 'line', { signal: AbortSignal.timeout(START_LIMIT_MS) })) as [string];
  return line;
}

/** The daemon has no sign of its own that it is up: it is asked for its name on the bus. */
async function untilOwned(env: NodeJS.ProcessEnv): Promise<void> {
  const limit = performance.now() + START_LIMIT_MS;
  while (performance.now() < limit) {
    const answer = call(
      env,
      '--dest=org.freedesktop.DBus',
      '/',
      'org.freedesktop.DBus.NameHasOwner',
      'string:org.freedesktop.secrets',
    );
    if (answer.includes('boolean true')) return;
    await pause(50);
  }
  throw new Error('gnome-keyring-daemon did not come up.');
}

function call(env: NodeJS.ProcessEnv, ...message: string[]): string {
  const sent = spawnSync('dbus-send', ['--session', '--print-reply', ...message], { env, encoding: 'utf8' });
  if (sent.status !== 0) throw new Error(`dbus-send failed: ${sent.stderr}`);
  return sent.stdout;
}

function endPrompter(pid: string): void {
  if (!/^\d+\n$/.test(pid)) return;
  try {
    process.kill(Number(pid), 'SIGKILL');
  } catch {
    // It ended with its bus.
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
