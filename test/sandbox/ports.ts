/** Ports of the loopback interface, for servers that tests start. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';
/** A server that is starting is tried again after this long, in ms. */
const TRY_EVERY_MS = 50;

/** A port that was free a moment ago; nobody listens at it. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, LOOPBACK), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Until somebody listens at the port; throws when nobody does within the limit, in ms. */
export async function listening(port: number, limitMs: number): Promise<void> {
  const until = Date.now() + limitMs;
  for (;;) {
    const socket = connect(port, LOOPBACK);
    const connected = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    if (Date.now() > until) throw new Error(`nobody listens at port ${String(port)}`);
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
  }
}
