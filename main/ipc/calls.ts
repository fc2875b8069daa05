/** Main's end of the contract: every call is checked for window, frame, origin, number and schema before its handler runs. */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';

import { createCallBounds } from './call-bounds.ts';
import type { PUSHES } from './contract.ts';
import { CALLS, type CallName, type CallRequest, type CallResponse, type PushName } from './contract.ts';
import type { z } from 'zod';

/** A handler that answers later never rejects: what it would reject with crosses to the page. */
export type CallHandlers = {
  readonly [N in CallName]: (request: CallRequest<N>) => CallResponse<N> | Promise<CallResponse<N>>;
};

/** The only origin that may speak. */
const ORIGIN = 'app://station';

/** Why a message was dropped: who sent it, how it looks, or that it is one too many. */
export type DropReason = 'sender' | 'schema' | 'too-many';

/** Told of every message that was dropped, for the log; never with its content. */
export type OnDropped = (drop: { readonly channel: string; readonly why: DropReason }) => void;

/**
 * What a call that is not taken is answered with: a bare word, where every answer of the contract is an object. The preload
 * makes an error of it. An error of ours here would be printed by the engine, each with its stack.
 */
const REFUSED: Readonly<Record<DropReason, string>> = {
  sender: 'refused',
  schema: 'refused',
  'too-many': 'too many calls',
};

/** Registers every call of the contract for one window; `now` is monotonic. Returns what takes them away again. */
export function registerCalls(
  window: WebContents,
  handlers: CallHandlers,
  onDropped: OnDropped,
  now: () => number,
): () => void {
  const names = Object.keys(CALLS) as CallName[];
  const bounds = createCallBounds(now);
  for (const name of names) {
    ipcMain.handle(name, (event, payload: unknown) => answer(name, event, payload));
  }

  function answer(name: CallName, event: IpcMainInvokeEvent, payload: unknown): unknown {
    if (!isTrusted(event, window)) return drop(name, 'sender');
    const answered = bounds.take(name);
    if (answered === null) return drop(name, 'too-many');
    const request = (CALLS[name].request as z.ZodType).safeParse(payload);
    if (!request.success) {
      answered();
      return drop(name, 'schema');
    }
    return untilAnswered(() => {
      // The schema of `name` was just met, which TypeScript cannot follow through the loop.
      return (handlers[name] as (request: unknown) => unknown)(request.data);
    }, answered);
  }

  function drop(channel: CallName, why: DropReason): string {
    onDropped({ channel, why });
    return REFUSED[why];
  }

  return () => {
    for (const name of names) ipcMain.removeHandler(name);
  };
}

/** Sends one push of the contract; quietly does nothing for a page that is gone. */
export function push<N extends PushName>(window: WebContents, name: N, message: z.infer<(typeof PUSHES)[N]>): void {
  if (!window.isDestroyed() && !window.isCrashed()) window.send(name, message);
}

/** Runs a handler; the call counts as under way until its answer is there. */
async function untilAnswered(handle: () => unknown, answered: () => void): Promise<unknown> {
  try {
    return await handle();
  } finally {
    answered();
  }
}

function isTrusted(event: IpcMainInvokeEvent, window: WebContents): boolean {
  const frame = event.senderFrame;
  return event.sender === window && frame !== null && frame === window.mainFrame && frame.origin === ORIGIN;
}
