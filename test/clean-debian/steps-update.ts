/** A newer version and back, while the station runs. */
import { HOME, PROFILE, UNIT } from './kiosk.ts';
import { CARDS, expect, seesGreen, testedItself, type Scene, type Step } from './scene.ts';
import { handedOver, handOver, showCard, verified } from './staff.ts';

/** What no change of the program may touch: the bank's files, the profile's number, the keyring's password. */
async function lasting({ machine }: Scene): Promise<string> {
  return machine.run(
    `md5sum /etc/card-station/* '${PROFILE}/profile-id' /var/lib/card-station/keyring.cred 2>/dev/null; ls ${HOME}/.local/share/keyrings`,
  );
}

async function change(scene: Scene, version: string, install: string): Promise<string> {
  const { machine, kiosk } = scene;
  const before = await kiosk.pid();
  const files = await lasting(scene);
  await machine.run(install);
  await kiosk.started(before);
  const green = await seesGreen(scene);
  expect(
    'the other version is installed',
    (await machine.run("dpkg-query -W -f '${Version}' card-station")) === version,
  );
  expect('nothing of the bank or the profile has changed', (await lasting(scene)) === files);
  const start = (await kiosk.log('start')).at(-1);
  expect('the log says which version ran before', start?.['versionBefore'] !== undefined);
  const tested = await testedItself(scene);
  expect('dpkg finds every file as it was packed', (await machine.run('dpkg --verify card-station')) === '');
  return `${start?.['versionBefore']} to ${start?.['version']}; ${tested}; ${await verified(scene)}; ${green}`;
}

export const updates: readonly Step[] = [
  [
    'the newer version takes its place while it runs, and the card is green again',
    (scene) => change(scene, scene.newer, 'apt-get install -y -qq --only-upgrade card-station'),
  ],
  ['the newer version records that the card is handed over', (scene) => handOver(scene, CARDS.second)],
  ['and shows another', (scene) => showCard(scene, CARDS.third)],
  [
    'the repository still has the older one, apt goes back to it, and it reads what the newer one has recorded',
    async (scene) => {
      const back = `apt-get install -y -qq --allow-downgrades card-station=${scene.older}`;
      const note = await change(scene, scene.older, back);
      const cards = await handedOver(scene);
      expect(`both handovers are in it: ${cards.join(' ')}`, cards.join() === [CARDS.first, CARDS.second].join());
      return note;
    },
  ],
  [
    'a station that somebody has ended is not started by an update',
    async (scene) => {
      const { machine, kiosk } = scene;
      await machine.run(`systemctl stop ${UNIT}`);
      const left = await machine.try('pgrep -a -u kiosk card-station');
      expect(`the stop leaves no process (${left.text})`, left.text === '');
      await machine.run('apt-get install -y -qq --only-upgrade card-station');
      expect('nothing was started', (await kiosk.property('ActiveState')) === 'inactive');
      await machine.run(`systemctl start ${UNIT}`);
      await kiosk.started();
      return seesGreen(scene);
    },
  ],
];
