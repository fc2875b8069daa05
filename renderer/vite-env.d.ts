/// <reference types="vite/client" />
import type { StationBridge } from '../main/ipc/contract.ts';

declare global {
  interface Window {
    /** Set by the preload; missing only when the preload itself failed. */
    readonly station?: StationBridge;
  }
}
