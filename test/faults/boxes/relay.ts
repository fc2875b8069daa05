/** A relay of TCP connections: hands bytes on late, slowly, or not at all. It cannot read them: TLS goes through it. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

import type { Ground } from '../ground.ts';

/** How the line behaves; a good one when empty. */
export interface Line {
  /** Each piece of data arrives this much later, each way, in ms. */
  readonly delayMs?: number;
  /** Bytes per second, each way. */
  readonly bytesPerSecond?: number;
  /** How long a new connection lives, in ms; null: for ever. */
  readonly lifeMs?: () => number | null;
}

export interface Relay {
  readonly port: number;
  /** The line is like this from now on, for connections that are there as well. */
  set(line: Line): void;
  /** New connections lead to this port from now on; those that are there stay. */
  to(port: number): void;
  /** Every connection is reset. */
  cut(): void;
}

/** Pieces of a slow line are handed on this often, in ms. */
const SLICE_MS = 50;

/** Relays from a port of the loopback interface to another until the ground is cleared. */
export async function startRelay(ground: Pick<Ground, 'cleanUp'>, port: number): Promise<Relay> {
  let target = port;
  let line: Line = {};
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const end = (): void => {
      for (const socket of [near, far]) {
        open.delete(socket);
        socket.resetAndDestroy();
      }
    };
    for (const [from, onto] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('error', end);
      pipe(from, onto, () => line);
    }
    const lifeMs = line.lifeMs?.() ?? null;
    if (lifeMs !== null) setTimeout(end, lifeMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of open) socket.resetAndDestroy();
    open.clear();
  };
  ground.cleanUp(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    cut();
    await closed;
  });
  return {
    port: (server.address() as AddressInfo).port,
    set: (next) => {
      line = next;
    },
    to: (next) => {
      target = next;
    },
    cut,
  };
}

/** Hands every piece on in its turn, as late and as slowly as the line is at that moment. */
function pipe(from: Socket, onto: Socket, line: () => Line): void {
  let turn: Promise<void> = Promise.resolve();
  from.on('data', (piece: Buffer) => {
    const dueAt = performance.now() + (line().delayMs ?? 0);
    turn = turn.then(() => send(piece, dueAt, onto, line));
  });
  from.on('end', () => {
    turn = turn.then(() => void onto.end());
  });
  from.on('close', () => {
    turn = turn.then(() => onto.destroySoon());
  });
}

async function send(piece: Buffer, dueAt: number, onto: Socket, line: () => Line): Promise<void> {
  const late = dueAt - performance.now();
  if (late > 0) await pause(late);
  for (let at = 0; at < piece.length;) {
    const rate = line().bytesPerSecond;
    const size = rate === undefined ? piece.length : Math.max(1, Math.round((rate * SLICE_MS) / 1_000));
    if (rate !== undefined) await pause(SLICE_MS);
    if (onto.destroyed) return;
    onto.write(piece.subarray(at, at + size));
    at += size;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
