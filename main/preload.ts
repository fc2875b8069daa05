/** The page's only door: named functions of the contract, nothing generic, never the event object. */
import { contextBridge, ipcRenderer } from 'electron';

import type {
  AdministratorAnswer,
  AdministratorDone,
  CallName,
  Diagnostics,
  HeardAt,
  RecentList,
  ScanOutcome,
  Settings,
  StationBridge,
  StationView,
  WipeAnswer,
} from './ipc/contract.ts';

/** Main answers with an object, or with a bare word for why it took no notice. */
async function call(channel: CallName, request: object): Promise<unknown> {
  const answer: unknown = await ipcRenderer.invoke(channel, request);
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

const bridge: StationBridge = {
  ready: () => call('station:ready', {}) as Promise<StationView>,
  watch: (text, how) => call('station:watch', { text, how }) as Promise<ScanOutcome>,
  focus: (cardId) => call('station:focus', { cardId }) as Promise<void>,
  acknowledge: (cardId) => call('station:acknowledge', { cardId }) as Promise<void>,
  bringBack: (cardId) => call('station:bring-back', { cardId }) as Promise<void>,
  open: (dialog, cardId) => call('station:open', { dialog, cardId }) as Promise<void>,
  close: () => call('station:close', {}) as Promise<void>,
  handOver: (request) => call('station:hand-over', request) as Promise<void>,
  act: (request) => call('station:act', request) as Promise<void>,
  undo: (number) => call('station:undo', { number }) as Promise<void>,
  recent: () => call('station:recent', {}) as Promise<RecentList>,
  choose: (choice) => call('station:choose', choice) as Promise<void>,
  administrator: (request) => call('station:administrator', request) as Promise<AdministratorAnswer>,
  diagnostics: () => call('station:diagnostics', {}) as Promise<Diagnostics>,
  settings: () => call('station:settings', {}) as Promise<Settings>,
  selfTest: (act) => call('station:self-test', { act }) as Promise<AdministratorDone>,
  wipe: () => call('station:wipe', {}) as Promise<WipeAnswer>,
  quit: () => call('station:quit', {}) as Promise<AdministratorDone>,
  painted: (sequence) => call('station:painted', { sequence }) as Promise<void>,
  onSnapshot(listener) {
    listeners.add(listener);
    if (kept !== null) listener(kept.view, kept.heardAt);
    kept = null;
    return () => {
      listeners.delete(listener);
    };
  },
};

/** The newest of what came while nobody listened. */
let kept: { readonly view: unknown; readonly heardAt: HeardAt } | null = null;
const listeners = new Set<(view: unknown, heardAt: HeardAt) => void>();

function hear(view: unknown): void {
  const heardAt = { mono: performance.now(), wall: Date.now() };
  if (listeners.size === 0) kept = { view, heardAt };
  for (const listener of listeners) listener(view, heardAt);
}

ipcRenderer.on('station:snapshot', (_event, view) => hear(view));

contextBridge.exposeInMainWorld('station', bridge);
