import { isIP } from 'node:net';
import { connect, type SecureContext } from 'node:tls';

import { failureCause, type FailureCause } from './failure-cause.ts';

/** What a fresh TLS connection came to before any HTTP was spoken. */
export type ProbeResult =
  /** The handshake ended and the server kept the connection open: it accepts our certificate. */
  | { readonly kind: 'open' }
  /**
   * The server closed without a word once it had seen our certificate: in TLS 1.3 after the handshake, in TLS 1.2
   * before its end. The look of a refused certificate.
   */
  | { readonly kind: 'closed-after-handshake' }
  | { readonly kind: 'failed'; readonly cause: FailureCause };

/** A server that refuses the certificate closes within one round trip; this is ample for a slow line, in ms. */
const WATCH_MS = 2_000;
const TLS12_LABEL = 'CLIENT_RANDOM ';

/** Opens one TLS connection, says nothing, and watches whether the server keeps it. Never rejects. */
export function probeConnection(origin: string, tls: SecureContext, connectTimeoutMs: number): Promise<ProbeResult> {
  const url = new URL(origin);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    let handshaken = false;
    /** TLS 1.2: the keys are made, so our certificate is on its way; the server judges it before its own last word. */
    let presented = false;
    const socket = connect({
      host,
      port: Number(url.port || 443),
      secureContext: tls,
      rejectUnauthorized: true,
      // TLS has no server name for an address.
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    const connectTimer = setTimeout(
      () => finish({ kind: 'failed', cause: { family: 'network', cause: 'timeout' } }),
      connectTimeoutMs,
    );
    let watchTimer: NodeJS.Timeout | undefined;
    const finish = (result: ProbeResult): void => {
      clearTimeout(connectTimer);
      clearTimeout(watchTimer);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
      resolve(result);
    };
    socket.on('secureConnect', () => {
      handshaken = true;
      clearTimeout(connectTimer);
      watchTimer = setTimeout(() => finish({ kind: 'open' }), WATCH_MS);
    });
    // Only the label of the line is looked at; TLS 1.3 has other labels, and ends its handshake before the judgement.
    socket.on('keylog', (line: Buffer) => {
      presented ||= line.subarray(0, TLS12_LABEL.length).toString('latin1') === TLS12_LABEL;
    });
    socket.on('data', () => finish({ kind: 'open' }));
    socket.on('error', (error) => finish(silent(failureCause(error, 'direct'), handshaken || presented)));
    socket.on('close', () => finish(silent({ family: 'closed' }, handshaken || presented)));
  });
}

function silent(cause: FailureCause, sawOurCertificate: boolean): ProbeResult {
  return sawOurCertificate && cause.family === 'closed'
    ? { kind: 'closed-after-handshake' }
    : { kind: 'failed', cause };
}

/**
 * Whether a connection that closed without a word was our certificate being refused: an alert that says so, or two fresh
 * connections that both close after the handshake while nobody has answered us lately. `closed` when the network stays
 * the better guess: a line that cuts at random cuts two connections in a row soon enough.
 */
export async function explainClosed(
  probe: () => Promise<ProbeResult>,
  answeredLately: () => boolean,
): Promise<FailureCause> {
  let closedAfterHandshake = 0;
  for (let round = 0; round < 2; round += 1) {
    const result = await probe();
    if (result.kind === 'open') return { family: 'closed' };
    if (result.kind === 'failed') {
      if (result.cause.family !== 'closed') return result.cause;
      continue;
    }
    closedAfterHandshake += 1;
  }
  // Asked last: an answer to another call may have come while we probed.
  return closedAfterHandshake === 2 && !answeredLately()
    ? { family: 'certificate', cause: 'client-refused' }
    : { family: 'closed' };
}
