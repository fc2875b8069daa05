import type { ServerResponse } from 'node:http';

import type { Reply } from './reply.ts';

/** What the sender needs of the world around it. */
export interface Sending {
  /** The sandbox's time for the `Date` header, ms since 1970. */
  readonly now: () => number;
  /** Resets the connection beneath TLS. */
  readonly reset: () => void;
}

/** Statuses that have no body. */
const BODILESS: readonly number[] = [204, 304];

/** Sends the reply as its ending says; the delay is over by now. */
export function sendReply(response: ServerResponse, reply: Reply, sending: Sending): void {
  if (reply.ending === 'hang') return;
  if (reply.ending === 'reset') {
    sending.reset();
    return;
  }
  // Node would date the response by the machine's clock.
  response.sendDate = false;
  const length = String(reply.body.length);
  response.writeHead(reply.status, {
    date: new Date(sending.now()).toUTCString(),
    ...reply.headers,
    ...(reply.ending === 'chunked' || BODILESS.includes(reply.status) ? {} : { 'content-length': length }),
  });
  const half = reply.body.subarray(0, Math.floor(reply.body.length / 2));
  switch (reply.ending) {
    case 'whole':
      response.end(reply.body);
      return;
    case 'chunked':
      response.write(half);
      response.end(reply.body.subarray(half.length));
      return;
    case 'cut':
      response.write(half, () => response.socket?.destroy());
      return;
    case 'stall':
      response.write(half);
  }
}
