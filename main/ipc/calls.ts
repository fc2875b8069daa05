/** Main's end of the contract: every call is checked for window, frame, origin and schema before its handler runs. */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';

import type { PUSHES } from './contract.ts';
import { CALLS, type CallName, type CallRequest, type CallResponse, type PushName } from './contract.ts';
import type { z } from 'zod';

/** A handler that answers later never rejects: what it would reject with crosses to the page. */
export type CallHandlers = {
  readonly [N in CallName]: (request: CallRequest<N>) => CallResponse<N> | Promise<CallResponse<N>>;
};

/** The only origin that may speak. */
const ORIGIN = 'app://station';

/** Told of every message that was dropped, for the log; never with its content. */
export type OnDropped = (drop: { readonly channel: string; readonly why: 'sender' | 'schema' }) => void;

/** Registers every call of the contract for one window; returns the function that takes them away again. */
export function registerCalls(window: WebContents, handlers: CallHandlers, onDropped: OnDropped): () => void {
  const names = Object.keys(CALLS) as CallName[];
  for (const name of names) {
    ipcMain.handle(name, (event, payload: unknown) => answer(name, event, payload));
  }

  function answer(name: CallName, event: IpcMainInvokeEvent, payload: unknown): unknown {
    if (!isTrusted(event, window)) {
      onDropped({ channel: name, why: 'sender' });
      throw new Error('refused');
    }
    const request = (CALLS[name].request as z.ZodType).safeParse(payload);
    if (!request.success) {
      onDropped({ channel: name, why: 'schema' });
      throw new Error('refused');
    }
    // The schema of `name` was just met, which TypeScript cannot follow through the loop.
    return (handlers[name] as (request: unknown) => unknown)(request.data);
  }

  return () => {
    for (const name of names) ipcMain.removeHandler(name);
  };
}

/** Sends one push of the contract; quietly does nothing for a page that is gone. */
export function push<N extends PushName>(window: WebContents, name: N, message: z.infer<(typeof PUSHES)[N]>): void {
  if (!window.isDestroyed() && !window.isCrashed()) window.send(name, message);
}

function isTrusted(event: IpcMainInvokeEvent, window: WebContents): boolean {
  const frame = event.senderFrame;
  return event.sender === window && frame !== null && frame === window.mainFrame && frame.origin === ORIGIN;
}
