/** The page's only door: named functions of the contract, nothing generic, never the event object. */
import { contextBridge, ipcRenderer } from 'electron';

import type {
  AdministratorAnswer,
  AdministratorDone,
  Diagnostics,
  RecentList,
  ScanOutcome,
  Settings,
  StationBridge,
  StationView,
  WipeAnswer,
} from './ipc/contract.ts';

const bridge: StationBridge = {
  ready: () => ipcRenderer.invoke('station:ready', {}) as Promise<StationView>,
  watch: (text, how) => ipcRenderer.invoke('station:watch', { text, how }) as Promise<ScanOutcome>,
  focus: (cardId) => ipcRenderer.invoke('station:focus', { cardId }) as Promise<void>,
  acknowledge: (cardId) => ipcRenderer.invoke('station:acknowledge', { cardId }) as Promise<void>,
  bringBack: (cardId) => ipcRenderer.invoke('station:bring-back', { cardId }) as Promise<void>,
  open: (dialog, cardId) => ipcRenderer.invoke('station:open', { dialog, cardId }) as Promise<void>,
  close: () => ipcRenderer.invoke('station:close', {}) as Promise<void>,
  handOver: (request) => ipcRenderer.invoke('station:hand-over', request) as Promise<void>,
  act: (request) => ipcRenderer.invoke('station:act', request) as Promise<void>,
  undo: (number) => ipcRenderer.invoke('station:undo', { number }) as Promise<void>,
  recent: () => ipcRenderer.invoke('station:recent', {}) as Promise<RecentList>,
  choose: (choice) => ipcRenderer.invoke('station:choose', choice) as Promise<void>,
  administrator: (request) => ipcRenderer.invoke('station:administrator', request) as Promise<AdministratorAnswer>,
  diagnostics: () => ipcRenderer.invoke('station:diagnostics', {}) as Promise<Diagnostics>,
  settings: () => ipcRenderer.invoke('station:settings', {}) as Promise<Settings>,
  selfTest: (act) => ipcRenderer.invoke('station:self-test', { act }) as Promise<AdministratorDone>,
  wipe: () => ipcRenderer.invoke('station:wipe', {}) as Promise<WipeAnswer>,
  quit: () => ipcRenderer.invoke('station:quit', {}) as Promise<AdministratorDone>,
  painted: (sequence) => ipcRenderer.invoke('station:painted', { sequence }) as Promise<void>,
  onSnapshot(listener) {
    const receive = (_event: unknown, view: unknown): void => listener(view);
    ipcRenderer.on('station:snapshot', receive);
    return () => {
      ipcRenderer.removeListener('station:snapshot', receive);
    };
  },
};

contextBridge.exposeInMainWorld('station', bridge);
