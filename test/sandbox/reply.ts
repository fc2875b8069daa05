/** What is to be sent for one request, before and after faults; nothing here touches a socket. */
export interface Reply {
  readonly status: number;
  /** Lower-case names. `date` is set when the reply is sent unless it is already here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** How long to wait before the first byte, in ms of real time. */
  readonly delayMs: number;
  readonly ending: Ending;
}

/**
 * `whole`: as HTTP wants it. `chunked`: whole, without a content length. `reset`: the connection is reset before any byte.
 * `hang`: nothing is ever sent. `cut`: half of the body, then the connection closes. `stall`: half of the body, then nothing.
 */
export type Ending = 'whole' | 'chunked' | 'reset' | 'hang' | 'cut' | 'stall';

export const JSON_TYPE = 'application/json';

export function replyWith(status: number, contentType: string, body: Buffer | string): Reply {
  return { status, headers: { 'content-type': contentType }, body: Buffer.from(body), delayMs: 0, ending: 'whole' };
}

export function jsonReply(status: number, value: unknown): Reply {
  return replyWith(status, JSON_TYPE, JSON.stringify(value));
}
