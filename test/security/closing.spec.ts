/** A page cannot be kept from closing its own window: the kiosk is back by itself. */
import { readdirSync } from 'node:fs';

import { expect, expectConnection, test } from '../e2e/fixtures.ts';
import { processTree } from '../e2e/station-processes.ts';
import { proves } from './items.ts';

/** Every main process whose profile this is, by its number. */
function mainsOf(profileFolder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const [main] = processTree(pid);
      // The engine writes its own command line anew, all in one.
      const text = main?.args.join(' ') ?? '';
      return main?.type === 'main' && text.includes('card-station ') && text.endsWith(` ${profileFolder}`);
    });
}

test('a station whose page closes its window begins again, as it was started', proves('keys'), async ({ desk }) => {
  test.skip(process.platform !== 'linux', 'the processes are found in /proc, which is on Linux only');
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  const { pid } = station;
  const gone = new Promise((resolve) => station.electron.process().once('exit', resolve));
  await station.page.evaluate('void setTimeout(() => window.close(), 100)');
  await gone;
  try {
    await expect.poll(() => mainsOf(desk.place.profileFolder).filter((each) => each !== pid).length).toBe(1);
    const [again = 0] = mainsOf(desk.place.profileFolder);
    // It has read the same options: its page is there, with the same profile.
    const ofPage = (): string[] =>
      processTree(again).flatMap(({ type, args }) => (type === 'renderer' ? [args.join(' ')] : []));
    await expect.poll(() => ofPage().length).toBe(1);
    expect(ofPage()[0]).toContain(`--user-data-dir=${desk.place.profileFolder}`);
  } finally {
    for (const each of mainsOf(desk.place.profileFolder)) process.kill(each, 'SIGKILL');
  }
});
