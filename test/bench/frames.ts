/** The page under load, on the packaged runtime: forty cards that each change once a second. */
import { card, station } from '../gallery/views.ts';
import { openPinned } from '../gallery/pinned.ts';
import { openState } from '../gallery/open-state.ts';
import { pageScript } from '../gallery/page-script.ts';
import { percentile } from './figures.ts';
import { atLeast, atMost, type Row } from './rows.ts';

const CARDS = 40;
const SECONDS = 10;
const TOUCHES = 40;
/** A screen that draws 60 frames a second may miss a few. */
const LEAST_FRAMES = 55;
/** What a finger takes for "at once", in ms. */
const LONGEST_ANSWER_MS = 100;

export async function measureFrames(program: string): Promise<readonly Row[]> {
  const engine = await openPinned(program);
  try {
    await engine.resize({ width: 1920, height: 1080 });
    const cards = Array.from({ length: CARDS }, (_none, index) =>
      card({ cardId: `card-${String(index)}`, reference: `Ticket ${String(index)}` }),
    );
    const view = station({ cards });
    await openState(engine.page, engine.server, { name: 'frames', view });
    const given = { view, seconds: SECONDS, touches: TOUCHES };
    const { perSecond, answered } = await engine.page.evaluate<{ perSecond: number; answered: number[] }>(
      pageScript('frames.js', 'frames', given),
    );
    return [
      atLeast(`frames a second with ${String(CARDS)} cards changing each second`, perSecond, LEAST_FRAMES, '1/s'),
      atMost('a touch until its answer is painted meanwhile, p95', percentile(answered, 0.95), LONGEST_ANSWER_MS, 'ms'),
    ];
  } finally {
    await engine.close();
  }
}
