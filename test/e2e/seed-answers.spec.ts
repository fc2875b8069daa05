import { expectStage, test } from './fixtures.ts';

/** The six published answers, served byte for byte under the card id that they hold. Source: D1 portal, Track production. */
const CARD_ID = '271b-6e47-8ec3-7f3f';
const ROWS = [
  ['CARD_PROD_REQUESTED', 'requested', 'wait'],
  ['CARD_PROD_READY', 'at-printer', 'wait'],
  ['DATA_EXCEPTION', 'data-failed', 'do-not-hand-over'],
  ['CARD_PROD_DONE', 'personalised', 'hand-over'],
  ['CARD_PROD_EXCEPTION', 'production-failed', 'do-not-hand-over'],
  ['CARD_PROD_CANCELED', 'cancelled', 'do-not-hand-over'],
] as const;

for (const [answer, phase, verdict] of ROWS) {
  test(`the published answer ${answer} shows ${phase}, ${verdict}`, async ({ desk, sandbox }) => {
    sandbox.control.selectSeed(answer);
    await desk.provision();
    const station = await desk.start();
    await station.scan(CARD_ID);
    await expectStage(station, { cardId: CARD_ID, phase, verdict });
  });
}

test('the same answers in the order of a card that works out end green in one station', async ({ desk, sandbox }) => {
  await desk.provision();
  const station = await desk.start();
  sandbox.control.selectSeed('CARD_PROD_REQUESTED');
  await station.scan(CARD_ID);
  await expectStage(station, { phase: 'requested', verdict: 'wait' });
  sandbox.control.selectSeed('CARD_PROD_READY');
  await expectStage(station, { phase: 'at-printer', verdict: 'wait' });
  sandbox.control.selectSeed('CARD_PROD_DONE');
  await expectStage(station, { phase: 'personalised', verdict: 'hand-over' });
});
