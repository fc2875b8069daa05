/** What the stations really sent to the sandboxes of this process: whole, where the sandbox's record cuts secrets short. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

export interface Wiretap {
  /** Access tokens, as they came with the reads. */
  tokens(): string[];
  /** Sign-in assertions, as they came. */
  assertions(): string[];
  end(): void;
}

const REQUEST_STARTS = 'http.server.request.start';

export function tapSandboxes(): Wiretap {
  const tokens = new Set<string>();
  const bodies: Buffer[][] = [];
  const onRequest = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined) tokens.add(token);
    const body: Buffer[] = [];
    bodies.push(body);
    // Reading the stream would take the body away from the sandbox.
    const push = request.push.bind(request);
    request.push = (chunk: unknown, encoding?: BufferEncoding) => {
      if (Buffer.isBuffer(chunk)) body.push(chunk);
      return push(chunk, encoding);
    };
  };
  subscribe(REQUEST_STARTS, onRequest);
  return {
    tokens: () => [...tokens],
    assertions: () =>
      bodies.flatMap((body) => {
        const assertion = new URLSearchParams(Buffer.concat(body).toString()).get('assertion');
        return assertion === null ? [] : [assertion];
      }),
    end: () => void unsubscribe(REQUEST_STARTS, onRequest),
  };
}
