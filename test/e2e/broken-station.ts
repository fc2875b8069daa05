/** A station whose page may have died: what is on its screen is asked of main, and its processes are found by the system. */
import type { StationApp } from './station-app.ts';
import { processTree } from './station-processes.ts';

/** What the screen says. `none`: there is no page at the moment, or it does not answer. */
export interface Seen {
  readonly page: 'station' | 'stop' | 'none';
  readonly cardId: string;
  readonly phase: string;
  readonly verdict: string;
}

const NOTHING: Seen = { page: 'none', cardId: '', phase: '', verdict: '' };

const READ = `(() => {
  const stage = document.querySelector('[data-testid="stage"]');
  const of = (name) => stage?.getAttribute(name) ?? '';
  const page = document.querySelector('[data-testid="stop-page"]') ? 'stop' : stage ? 'station' : 'none';
  return { page, cardId: of('data-card-id'), phase: of('data-phase'), verdict: of('data-verdict') };
})()`;

/** A page that hangs answers nothing; it is asked again, in ms. */
const ANSWER_LIMIT_MS = 1_000;

/** Runs a script in whatever page the window has now; null when there is none, or it does not answer. */
export function inWindow<T>({ electron }: StationApp, script: string, limitMs = ANSWER_LIMIT_MS): Promise<T | null> {
  return electron.evaluate(
    ({ BrowserWindow }, { code, ms }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined || window.webContents.isCrashed()) return null;
      return Promise.race([
        window.webContents.executeJavaScript(code).catch(() => null) as Promise<T | null>,
        new Promise<null>((resolve) => setTimeout(() => resolve(null), ms)),
      ]);
    },
    { code: script, ms: limitMs },
  );
}

export async function seen(station: StationApp): Promise<Seen> {
  return (await inWindow<Seen>(station, READ)) ?? NOTHING;
}

/** The keychain's process is the only one of Node's own. */
const NODE_SERVICE = '--utility-sub-type=node.mojom.NodeService';

export function processesOf(
  { pid }: Pick<StationApp, 'pid'>,
  which: 'renderer' | 'gpu-process' | 'keychain',
): readonly number[] {
  return processTree(pid)
    .filter(({ type, args }) => (which === 'keychain' ? args.includes(NODE_SERVICE) : type === which))
    .map((each) => each.pid);
}

/** Sends a signal to every process of this kind; one that is gone meanwhile has what it needs. */
export function signal(
  station: StationApp,
  which: 'renderer' | 'gpu-process' | 'keychain',
  name: NodeJS.Signals,
): void {
  for (const pid of processesOf(station, which)) {
    try {
      process.kill(pid, name);
    } catch {
      // Gone.
    }
  }
}

/** As main hears it in the twin: the clock that restarts are counted by moves ahead. */
export function budgetAhead({ electron }: StationApp, ms: number): Promise<boolean> {
  return electron.evaluate(
    (_electron, by) => (process as NodeJS.EventEmitter).emit('card-station:budget-ahead', by),
    ms,
  );
}

/** How the program ended: its code, or the signal. */
export function exitOf({ electron }: StationApp): Promise<number | string> {
  const child = electron.process();
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code, by) => resolve(code ?? by ?? ''));
  });
}
