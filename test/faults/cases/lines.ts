/** Bad lines: late, slow, cut at random, pulled out, and names or proxies that fail. */
import { D1_NAME } from '../boxes/pki.ts';
import type { Line } from '../boxes/relay.ts';
import type { DeskPlan, Expected, FaultCase, Told } from '../case.ts';
import { localD1, openDesk } from '../desk.ts';
import { CABLED, NAMED, PROXIED, type CableStand, type NamedStand, type ProxyStand } from '../front.ts';
import { waitMs } from '../ground.ts';
import { outage, truthOf, type Outage } from '../outage.ts';
import type { PlainStand } from '../plans.ts';
import { startRelay, type Relay } from '../boxes/relay.ts';
import { steady } from '../steady.ts';

export interface RelayStand extends PlainStand {
  readonly relay: Relay;
}

/** Time-outs as they are by default, and freshness for a slow line. */
const RELAYED: DeskPlan<RelayStand> = {
  name: 'through a relay',
  async open(ground) {
    const d1 = await localD1(ground);
    const relay = await startRelay(ground, Number(new URL(d1.authUrl).port));
    const origin = `https://localhost:${String(relay.port)}`;
    const desk = await openDesk(ground, d1, {
      front: { authUrl: `${origin}/authz/v1`, bankingUrl: `${origin}/banking/v1`, caPem: d1.caPem },
      groups: {
        d1: { connectTimeoutSeconds: 5, headersTimeoutSeconds: 10, bodyTimeoutSeconds: 10 },
        limits: { freshnessLimitSeconds: 20 },
      },
    });
    await desk.startConnected();
    return { desk, sandbox: d1.sandbox, relay };
  },
};

const DOWN: Expected = { verdict: 'cannot-tell', connection: 'down' };
/** How long a line stays bad, in ms. */
const BAD_FOR_MS = 12_000;

/** Connections are cut at random; nothing but the network may be named, and the truth is back when the cuts end. */
function cuts(name: string, says: string, line: Line): FaultCase<RelayStand> {
  return {
    name,
    says,
    plan: RELAYED,
    families: ['network'],
    // D1's word may be cut off on its way, and is asked for again.
    wayMs: 5_000,
    async run(scene): Promise<Told> {
      const { relay } = scene.stand;
      await scene.set('done');
      await scene.scan(truthOf('done'));
      relay.set(line);
      relay.cut();
      await waitMs(BAD_FOR_MS);
      const screen = await scene.look();
      const samples = scene.samples();
      const shown = new Set(samples.map(({ verdict, faults }) => [verdict, ...faults].join('+')).filter(Boolean));
      await scene.set('production-exception');
      relay.set({});
      relay.cut();
      const mendedAt = performance.now();
      await scene.until(truthOf('production-exception'), 10_000);
      const recoveredS = (performance.now() - mendedAt) / 1_000;
      return { screen, recoveredS, note: `seen: ${[...shown].join(', ')}` };
    },
  };
}

const between = (fromMs: number, toMs: number): number => fromMs + Math.random() * (toMs - fromMs);

const RELAY_CASES: readonly FaultCase<RelayStand>[] = [
  steady({
    name: 'delay-200-ms',
    says: 'each piece of data comes 200 ms late, each way',
    plan: RELAYED,
    wayMs: 4_000,
    happens: ({ stand }) => {
      stand.relay.set({ delayMs: 200 });
      stand.relay.cut();
    },
    mend: ({ stand }) => stand.relay.set({}),
  }),
  steady({
    name: '1-kb-per-s',
    says: '1 kB per second, new connections included',
    plan: RELAYED,
    wayMs: 12_000,
    forS: 15,
    happens: ({ stand }) => {
      stand.relay.set({ bytesPerSecond: 1_000 });
      stand.relay.cut();
    },
    mend: ({ stand }) => {
      stand.relay.set({});
      stand.relay.cut();
    },
  }),
  cuts('random-cuts', 'connections live 50 ms to 2 s', { lifeMs: () => between(50, 2_000) }),
  cuts('cuts-early', 'every other connection is cut within 30 ms', {
    lifeMs: () => (Math.random() < 0.5 ? between(0, 30) : null),
  }),
];

const CABLE_CASES: readonly FaultCase<CableStand>[] = [
  outage({
    name: 'cable-pulled',
    says: 'the cable to D1 is pulled',
    plan: CABLED,
    meanwhile: 'production-exception',
    breakIt: ({ stand }) => stand.cable.pull(),
    mend: ({ stand }) => stand.cable.plugIn(),
    screen: { ...DOWN, fault: 'network/timeout' },
    withinS: 16,
    recoverS: 12,
  }),
];

const NAME_CASES: readonly FaultCase<NamedStand>[] = [
  outage({
    name: 'dns-gone',
    says: "D1's name is not known any more",
    plan: NAMED,
    meanwhile: 'production-exception',
    breakIt: ({ stand }) => stand.hosts.set(D1_NAME, null),
    mend: ({ stand }) => stand.hosts.set(D1_NAME, '127.0.0.1'),
    screen: { ...DOWN, fault: 'network/dns' },
  }),
];

function proxied(
  name: string,
  says: string,
  fault: string,
  breakIt: Outage<ProxyStand>['breakIt'],
  mend: Outage<ProxyStand>['mend'],
): FaultCase<ProxyStand> {
  return outage<ProxyStand>({
    name,
    says,
    plan: PROXIED,
    meanwhile: 'production-exception',
    breakIt,
    mend,
    screen: { ...DOWN, fault },
  });
}

const open: Outage<ProxyStand>['mend'] = ({ stand }) => stand.proxy.use('open');

const PROXY_CASES: readonly FaultCase<ProxyStand>[] = [
  steady({
    name: 'proxy-normal',
    says: "all calls go through the system's proxy, and all is well",
    plan: PROXIED,
    happens: () => undefined,
  }),
  proxied(
    'proxy-407',
    'the proxy wants a password',
    'network/proxy-sign-in',
    ({ stand }) => stand.proxy.use('asks'),
    open,
  ),
  proxied('proxy-403', 'the proxy refuses the port', 'network/proxy', ({ stand }) => stand.proxy.use('refuses'), open),
  proxied('proxy-down', 'the proxy is not there', 'network/proxy', ({ stand }) => stand.proxy.stop(), open),
  proxied(
    'proxy-no-name',
    'the proxy does not know the name of D1',
    'network/proxy',
    ({ stand }) => stand.hosts.set(D1_NAME, null),
    ({ stand }) => stand.hosts.set(D1_NAME, '127.0.0.1'),
  ),
  proxied(
    'proxy-server-expired',
    "behind the proxy, the server's certificate has expired",
    'certificate/server-not-trusted',
    async ({ stand }) => {
      await stand.other.use({ ...stand.good, server: await stand.pki.badServer('expired') });
      stand.relay.to(stand.other.port);
    },
    ({ stand }) => stand.relay.to(stand.nginx.port),
  ),
];

export const LINE_CASES: readonly unknown[] = [...RELAY_CASES, ...CABLE_CASES, ...NAME_CASES, ...PROXY_CASES];
