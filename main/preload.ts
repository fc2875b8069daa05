/** The page's only door: named functions of the contract, nothing generic, never the event object. */
import { contextBridge, ipcRenderer } from 'electron';

import type { StationBridge, StationView } from './ipc/contract.ts';

const bridge: StationBridge = {
  ready: () => ipcRenderer.invoke('station:ready', {}) as Promise<StationView>,
  watch: (text) => ipcRenderer.invoke('station:watch', { text }) as Promise<{ accepted: boolean }>,
  focus: (cardId) => ipcRenderer.invoke('station:focus', { cardId }) as Promise<void>,
  remove: (cardId) => ipcRenderer.invoke('station:remove', { cardId }) as Promise<void>,
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
