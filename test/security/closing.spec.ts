/** A page cannot be kept from closing its own window: the program says by its exit code that it is to be started again. */
import { expect, expectConnection, test } from '../e2e/fixtures.ts';
import { EXIT } from '../../main/kiosk/exit-codes.ts';
import { proves } from './items.ts';

test('a station whose page closes its window ends with the code of a defect', proves('keys'), async ({ desk }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  const ended = new Promise((resolve) => station.electron.process().once('exit', resolve));
  await station.page.evaluate('void setTimeout(() => window.close(), 100)');
  expect(await ended).toBe(EXIT.defect);
});
