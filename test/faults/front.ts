/** Desks whose D1 stands behind real boxes: a relay of TCP, and behind it an nginx that ends TLS. */
import type { DeskPlan } from './case.ts';
import { localD1, openDesk, type DeskOptions } from './desk.ts';
import { freePort } from '../sandbox/ports.ts';
import type { Ground } from './ground.ts';
import { createNginx, type Nginx, type NginxSetup } from './boxes/nginx.ts';
import { createPki, D1_NAME, type Pki } from './boxes/pki.ts';
import { createPrivateHosts, type PrivateHosts } from './boxes/private-hosts.ts';
import { startRelay, type Relay } from './boxes/relay.ts';
import { createTinyproxy, type Tinyproxy } from './boxes/tinyproxy.ts';
import { layCable, type Cable } from './boxes/namespace.ts';
import { needsRoot, type PlainStand } from './plans.ts';

/** A station, a relay, an nginx with certificates of the bank, and D1. */
export interface FrontStand extends PlainStand {
  readonly pki: Pki;
  readonly relay: Relay;
  readonly nginx: Nginx;
  /** How nginx stands there when all is well. */
  readonly good: NginxSetup;
  /** A second nginx for a case to set up wrongly; the relay decides which one the station meets. */
  readonly other: Nginx;
}

/** A connection serves one call: the next one meets what stands there by then. */
const ONE_CALL = 'keepalive_timeout 0;';

interface Boxes {
  readonly d1: Awaited<ReturnType<typeof localD1>>;
  readonly pki: Pki;
  readonly relay: Relay;
  readonly nginx: Nginx;
  readonly other: Nginx;
  readonly good: NginxSetup;
  readonly options: DeskOptions;
}

async function boxes(ground: Ground, host: string, groups: DeskOptions['groups']): Promise<Boxes> {
  const d1 = await localD1(ground);
  const { bundle } = d1;
  const pki = await createPki(`TLSMA-ECC/${bundle.issuerId}/PPR`);
  const client = { certificatePem: bundle.clientCertificate, keyPem: bundle.clientKey };
  const upstream = { port: Number(new URL(d1.authUrl).port), client };
  const good: NginxSetup = { server: pki.server, clientCaPem: pki.caPem, inServer: ONE_CALL };
  const nginx = createNginx(ground, await freePort(), upstream);
  await nginx.use(good);
  const other = createNginx(ground, await freePort(), upstream);
  const relay = await startRelay(ground, nginx.port);
  const origin = `https://${host}:${String(relay.port)}`;
  const front = { authUrl: `${origin}/authz/v1`, bankingUrl: `${origin}/banking/v1`, caPem: pki.caPem };
  const own = pki.bundle(bundle, await pki.client());
  return { d1, pki, relay, nginx, other, good, options: { groups: groups ?? {}, front, bundle: own } };
}

function standing({ d1, pki, relay, nginx, other, good }: Boxes): Omit<FrontStand, 'desk'> {
  return { sandbox: d1.sandbox, pki, relay, nginx, other, good };
}

export function frontPlan(name: string, groups: DeskOptions['groups'] = {}): DeskPlan<FrontStand> {
  return {
    name,
    async open(ground) {
      const made = await boxes(ground, 'localhost', groups);
      const desk = await openDesk(ground, made.d1, made.options);
      await desk.startConnected();
      return { desk, ...standing(made) };
    },
  };
}

export const FRONT = frontPlan('behind nginx');

export interface NamedStand extends FrontStand {
  readonly hosts: PrivateHosts;
}

/** D1 goes by a name that one hosts file knows, which only the station sees. */
export const NAMED: DeskPlan<NamedStand> = {
  name: 'D1 by name',
  obstacle: needsRoot,
  async open(ground) {
    const made = await boxes(ground, D1_NAME, {});
    const hosts = createPrivateHosts(ground);
    hosts.set(D1_NAME, '127.0.0.1');
    const desk = await openDesk(ground, made.d1, { ...made.options, wrap: { lines: [], prefix: hosts.command } });
    await desk.startConnected();
    return { desk, hosts, ...standing(made) };
  },
};

export interface ProxyStand extends NamedStand {
  readonly proxy: Tinyproxy;
}

/** Desktops bring proxy settings of their own, which go before the variables. */
const NO_DESKTOP =
  'unset XDG_CURRENT_DESKTOP DESKTOP_SESSION KDE_FULL_SESSION GNOME_DESKTOP_SESSION_ID no_proxy NO_PROXY';

/** The way leads through tinyproxy, as the system's settings say; the name of D1 is known to the proxy alone. */
export const PROXIED: DeskPlan<ProxyStand> = {
  name: 'behind a proxy',
  obstacle: needsRoot,
  async open(ground) {
    const made = await boxes(ground, D1_NAME, {});
    const hosts = createPrivateHosts(ground);
    hosts.set(D1_NAME, '127.0.0.1');
    const proxy = createTinyproxy(ground, await freePort(), hosts.prefix);
    await proxy.use('open');
    const address = `http://127.0.0.1:${String(proxy.port)}`;
    const lines = [NO_DESKTOP, `export https_proxy=${address} http_proxy=${address}`];
    const desk = await openDesk(ground, made.d1, { ...made.options, wrap: { lines, prefix: '' } });
    await desk.startConnected();
    return { desk, hosts, proxy, ...standing(made) };
  },
};

export interface CableStand extends FrontStand {
  readonly cable: Cable;
}

/** D1 listens at the far end of a cable, in a network namespace. */
export const CABLED: DeskPlan<CableStand> = {
  name: 'D1 behind a cable',
  obstacle: needsRoot,
  async open(ground) {
    const made = await boxes(ground, 'localhost', {});
    const cable = await layCable(ground, made.relay.port);
    const origin = `https://${cable.address}:${String(cable.port)}`;
    const front = { authUrl: `${origin}/authz/v1`, bankingUrl: `${origin}/banking/v1`, caPem: made.pki.caPem };
    const desk = await openDesk(ground, made.d1, { ...made.options, front });
    await desk.startConnected();
    return { desk, cable, ...standing(made) };
  },
};
