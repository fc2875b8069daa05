/** A proxy before D1 that stores its answers: an old one is never shown as D1's word of now. */
import { join } from 'node:path';

import type { NginxSetup } from '../boxes/nginx.ts';
import type { Expected, FaultCase, Scene } from '../case.ts';
import { FRONT, type FrontStand } from '../front.ts';
import { waitMs } from '../ground.ts';
import { truthOf } from '../outage.ts';

type FrontScene = Scene<FrontStand>;

const DOWN: Expected = { verdict: 'cannot-tell', connection: 'down' };

/** A second nginx, set up like this, takes the place of the good one. */
export async function put({ stand }: FrontScene, change: Partial<NginxSetup>): Promise<void> {
  await stand.other.use({ ...stand.good, ...change });
  stand.relay.to(stand.other.port);
}

/** The good one takes its place again. */
export async function back({ stand }: FrontScene): Promise<void> {
  stand.relay.to(stand.nginx.port);
  await stand.other.stop();
}

/** nginx's store of answers, kept for as long as the case lasts whatever anybody says. */
function store(stand: FrontStand, more: string): Partial<NginxSetup> {
  return {
    http: `proxy_cache_path ${join(stand.other.folder, 'store')} keys_zone=d1:1m;`,
    inLocation: `proxy_cache d1; proxy_cache_valid 200 10m; ${more}`,
  };
}

/** A read that comes from now on was answered: the one before may be told of only now. */
async function nextRead({ stand }: FrontScene): Promise<void> {
  const from = Date.now();
  await stand.sandbox.control.nextRequest(
    ({ kind, status, realTime }) => kind === 'status' && status === 200 && realTime >= from,
  );
}

/**
 * A card is green, its answer is stored, D1 then says that production failed: the stored answer must not stay green.
 * `screen` is what has to be said in its place.
 */
function stored(name: string, says: string, more: string, screen: Expected, withinMs: number): FaultCase<FrontStand> {
  return {
    name,
    says,
    plan: FRONT,
    families: ['malformed'],
    async run(scene) {
      await scene.set('done');
      await scene.scan(truthOf('done'));
      await put(scene, store(scene.stand, more));
      await nextRead(scene);
      await scene.set('production-exception');
      let seen;
      try {
        seen = await scene.until(screen, withinMs);
      } finally {
        await back(scene);
      }
      const mendedAt = performance.now();
      await scene.until(truthOf('production-exception'), 8_000);
      return { screen: seen, recoveredS: (performance.now() - mendedAt) / 1_000 };
    },
  };
}

/** One address for every read of a card, whatever the query says. */
const WITHOUT_QUERY = 'proxy_cache_key $uri;';
/** A copy this old is over what two of D1's machines may differ by, and over the freshness of a quick desk, in ms. */
const COPY_AGE_MS = 7_000;
/** A read that was on its way when the other nginx took over has ended, in ms. */
const ON_ITS_WAY_MS = 300;

/**
 * The store ignores the query, and gives a green answer some seconds after D1 gave it: it may not stand for a new one. Its
 * Date tells its age, and from half a minute on it is named.
 */
const STORED_WITHOUT_QUERY: FaultCase<FrontStand> = {
  name: 'stored-without-query',
  says: "nginx stores a green answer whatever the query, under D1's Date; D1 then fails the card",
  plan: FRONT,
  families: ['malformed'],
  async run(scene) {
    const { relay, nginx, other } = scene.stand;
    await scene.set('done');
    await scene.scan(truthOf('done'));
    await put(scene, store(scene.stand, `${WITHOUT_QUERY} proxy_pass_header Date;`));
    await nextRead(scene);
    relay.to(nginx.port);
    await waitMs(COPY_AGE_MS);
    await scene.until(truthOf('done'), 1_000);
    relay.to(other.port);
    await waitMs(ON_ITS_WAY_MS);
    await scene.set('production-exception');
    const changedAt = performance.now();
    let endedS;
    let screen;
    try {
      // The freshness of a quick desk, from D1's last own word on.
      await scene.until({ verdict: 'cannot-tell' }, 8_000);
      endedS = (performance.now() - changedAt) / 1_000;
      screen = await scene.until({ ...DOWN, fault: 'malformed/date-behind' }, 40_000);
    } finally {
      await back(scene);
    }
    const mendedAt = performance.now();
    await scene.until(truthOf('production-exception'), 8_000);
    const recoveredS = (performance.now() - mendedAt) / 1_000;
    return { screen, recoveredS, note: `green ended after ${endedS.toFixed(1)} s` };
  },
};

export const STORED_CASES: readonly FaultCase<FrontStand>[] = [
  stored(
    'stored-with-age',
    'nginx stores a green answer and tells its Age; D1 then fails the card',
    `${WITHOUT_QUERY} proxy_hide_header Age; add_header Age 120;`,
    { verdict: 'cannot-tell', fault: 'malformed/stored-answer', connection: 'down' },
    16_000,
  ),
  stored(
    'stored-with-date',
    "nginx stores a green answer under D1's Date; D1 then fails the card; no two reads have one address",
    'proxy_pass_header Date;',
    truthOf('production-exception'),
    4_000,
  ),
  stored(
    'stored-silently',
    'nginx stores a green answer and tells nothing of it; D1 then fails the card; no two reads have one address',
    '',
    truthOf('production-exception'),
    4_000,
  ),
  STORED_WITHOUT_QUERY,
];
