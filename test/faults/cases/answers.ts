/** Answers that are none: what a proxy, a cache or a broken D1 sends in place of the truth. */
import type { Effect } from '../../sandbox/faults.ts';
import type { FaultCase } from '../case.ts';
import { outage, type Outage } from '../outage.ts';
import { PLAIN, type PlainStand } from '../plans.ts';
import { steady } from '../steady.ts';

type Rest = Partial<Omit<Outage<PlainStand>, 'name' | 'says' | 'breakIt' | 'mend' | 'screen'>>;

/** These effects on every read; D1 changes its mind meanwhile, so that nothing old can pass for the truth. */
function spoilt(name: string, says: string, effects: readonly Effect[], fault: string, rest: Rest = {}) {
  return outage<PlainStand>({
    name,
    says,
    plan: PLAIN,
    meanwhile: 'production-exception',
    breakIt: (scene) => effects.forEach((effect) => scene.inject(effect, { on: 'status' })),
    mend: (scene) => scene.clearFaults(),
    screen: { verdict: 'cannot-tell', fault, connection: 'down' },
    ...rest,
  });
}

const MIB = 1_048_576;
/** As many brackets as fit into an answer of a megabyte. */
const DEPTH = 500_000;
const DEEP = `{"operations":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`;
const PACKED_BYTES = 20_000_000;

export const ANSWER_CASES: readonly FaultCase<PlainStand>[] = [
  spoilt('html-200', 'a login page with 200', [{ kind: 'html' }], 'malformed/content-type'),
  spoilt('redirect', '302 to a portal', [{ kind: 'redirect' }], 'malformed/redirect'),
  spoilt('not-modified', '304', [{ kind: 'not-modified' }], 'malformed/not-modified'),
  spoilt('no-content', '204', [{ kind: 'no-content' }], 'malformed/no-content'),
  spoilt('truncated-json', 'half of the JSON as a whole answer', [{ kind: 'truncated-json' }], 'malformed/not-json'),
  spoilt('empty-body', '200 with an empty body', [{ kind: 'body', body: '' }], 'malformed/not-json'),
  spoilt('null-json', '200 with the JSON null', [{ kind: 'body', body: 'null' }], 'malformed/shape'),
  spoilt('huge-body', 'a body one byte over 1 MiB', [{ kind: 'oversize', bytes: MIB + 1 }], 'malformed/too-large'),
  spoilt(
    'gzip-bomb',
    '20 MB packed into 20 kB',
    [{ kind: 'oversize', bytes: PACKED_BYTES }, { kind: 'gzip' }],
    'malformed/too-large',
  ),
  spoilt('deep-json', '500,000 brackets within each other', [{ kind: 'body', body: DEEP }], 'malformed/shape'),
  spoilt('text-plain', 'the right JSON as text/plain', [{ kind: 'content-type' }], 'malformed/content-type'),
  spoilt('age-header', 'a stored answer with Age: 120', [{ kind: 'age', seconds: 120 }], 'malformed/stored-answer'),
  spoilt(
    'old-date',
    'answers dated two minutes back',
    [{ kind: 'old-date', behindMs: 120_000 }],
    'malformed/date-behind',
  ),
  steady({
    name: 'gzip-chunked',
    says: 'packed answers in chunks, which is unusual and right',
    plan: PLAIN,
    happens: (scene) => scene.inject({ kind: 'gzip' }, { on: 'status' }),
    mend: (scene) => scene.clearFaults(),
  }),
];
