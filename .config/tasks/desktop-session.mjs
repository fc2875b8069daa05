/** A session of our own to run Electron in: a bus, an unlocked throw-away keyring and, where there is none, a screen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The virtual screen's size. */
const SCREEN = '1920x1080x24';

/**
 * The command line that runs `program` in such a session, the environment for it, and how to clear it away.
 * On Linux only; elsewhere the program runs as it is, with the system's own keychain.
 */
export function inSession(program, args, { virtualScreen }) {
  if (process.platform !== 'linux') return { program, args, env: process.env, remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'card-station-session-'));
  const env = { ...process.env, ...screenAccess(), HOME: join(folder, 'home'), XDG_RUNTIME_DIR: join(folder, 'run') };
  for (const [name, below] of [
    ['XDG_DATA_HOME', 'data'],
    ['XDG_CONFIG_HOME', 'config'],
    ['XDG_CACHE_HOME', 'cache'],
  ]) {
    env[name] = join(folder, 'home', below);
    mkdirSync(env[name], { recursive: true });
  }
  mkdirSync(env.XDG_RUNTIME_DIR, { recursive: true });
  chmodSync(env.XDG_RUNTIME_DIR, 0o700);
  if (virtualScreen) {
    delete env.DISPLAY;
    delete env.WAYLAND_DISPLAY;
  }
  // Unlocked with a password made for this session, which ends with it.
  const script = join(folder, 'session.sh');
  writeFileSync(
    script,
    'head -c 24 /dev/urandom | base64 | tr -d "\\n" | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1\nexec "$@"\n',
  );
  const inner = ['dbus-run-session', '--', 'sh', script, program, ...args];
  const outer = virtualScreen ? ['xvfb-run', '-a', '-s', `-screen 0 ${SCREEN}`, ...inner] : inner;
  const [first = program, ...rest] = outer;
  return {
    program: first,
    args: rest,
    env,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Prints the variables that a program needs to be in the session, and stays until nobody listens any more. */
const HOLD = `
  const names = ['DISPLAY', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS', 'HOME', 'XDG_RUNTIME_DIR', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'];
  process.stdout.write(JSON.stringify(Object.fromEntries(names.map((name) => [name, process.env[name]]))) + '\\n');
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
`;

/** Opens such a session with a screen of its own and keeps it: its variables, and how to end it. */
export async function holdSession() {
  if (process.platform !== 'linux') return { variables: {}, end: () => Promise.resolve() };
  const session = inSession(process.execPath, ['--eval', HOLD], { virtualScreen: true });
  const holder = spawn(session.program, session.args, { env: session.env, stdio: ['pipe', 'pipe', 'inherit'] });
  const over = new Promise((resolve) => holder.once('exit', resolve));
  const line = await Promise.race([once(createInterface(holder.stdout), 'line'), over]);
  if (!Array.isArray(line)) throw new Error('the session for the tests could not be opened');
  return {
    variables: JSON.parse(line[0]),
    async end() {
      holder.stdin.end();
      await over;
      session.remove();
    },
  };
}

/** What finds the person's own screen by the home folder, which the session replaces. */
function screenAccess() {
  const { HOME = '', XAUTHORITY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR } = process.env;
  const access = {};
  const authority = XAUTHORITY ?? join(HOME, '.Xauthority');
  if (existsSync(authority)) access.XAUTHORITY = authority;
  if (WAYLAND_DISPLAY && XDG_RUNTIME_DIR) access.WAYLAND_DISPLAY = resolve(XDG_RUNTIME_DIR, WAYLAND_DISPLAY);
  return access;
}

/** Whether a person can see windows that open here. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
}
