/** Removal: what stays, and what goes. */
import { HOME, PROFILE } from './kiosk.ts';
import { CARDS, expect, seesGreen, type Scene, type Step } from './scene.ts';
import { handedOver, verified } from './staff.ts';

/** All that the package, the account or the station ever made, but what systemd and apt keep of every package. */
async function residue({ machine }: Scene): Promise<readonly string[]> {
  const text = await machine.run(
    "find / -xdev \\( -path /proc -o -path /sys -o -path /srv -o -path /var/log/journal -o -path /root/roll-out \\) -prune -o \\( -ipath '*card-station*' -o -ipath '*card station*' -o -user 997 -o -nouser \\) ! -type d -print",
  );
  const ours = text.split('\n').filter(Boolean);
  // The headless drop-in is this test's own.
  return ours.filter((path) => !path.includes('card-station-kiosk@.service.d/') && !/^\/(run|tmp)\//.test(path));
}

export const endings: readonly Step[] = [
  [
    'removed: no program, and everything of the bank and of the station is there',
    async ({ machine }) => {
      await machine.run('apt-get remove -y -qq card-station');
      expect('no program', (await machine.try('test -e /opt/card-station')).code !== 0);
      expect('no process', (await machine.try('pgrep -u kiosk -f /opt/card-station')).code !== 0);
      await machine.run(`test -s /etc/card-station/config.json -a -s '${PROFILE}/ledger.sqlite'`);
      return undefined;
    },
  ],
  [
    'installed again and enabled: it goes on where it was',
    async (scene) => {
      const { machine, kiosk } = scene;
      await machine.run('apt-get install -y -qq --no-install-recommends card-station');
      await machine.run('card-station-kiosk enable');
      await kiosk.started();
      return seesGreen(scene);
    },
  ],
  [
    'wiped and purged with the record kept: the record and what proves it, and nothing else',
    async (scene) => {
      const { machine } = scene;
      await machine.run('card-station-kiosk run wipe --yes');
      const said = await machine.run('apt-get purge -y -qq card-station 2>&1');
      expect('it says that the record is kept', said.includes('the record of what staff did is kept'));
      const left = await residue(scene);
      const allowed = [
        new RegExp(`^${PROFILE}/(ledger\\.sqlite.*|profile-id)$`),
        new RegExp(`^${HOME}/\\.local/share/keyrings/`),
        /^\/var\/lib\/card-station\/(account|account-made|keyring\.cred)$/,
      ];
      const stray = left.filter((path) => !allowed.some((rule) => rule.test(path)));
      expect(`nothing else is left: ${stray.join(' ')}`, stray.length === 0);
      expect(
        'the record is there',
        left.some((path) => path.endsWith('/ledger.sqlite')),
      );
      return `${left.length} files`;
    },
  ],
  [
    'installed again, the kept record can still be proved',
    async (scene) => {
      const { machine, kiosk } = scene;
      await machine.run('apt-get install -y -qq --no-install-recommends card-station');
      await machine.run('card-station-kiosk enable');
      await kiosk.started();
      const cards = await handedOver(scene);
      expect(`both handovers are in it: ${cards.join(' ')}`, cards.join() === [CARDS.first, CARDS.second].join());
      return verified(scene);
    },
  ],
  [
    'purged with the record given up: no trace, and no account',
    async (scene) => {
      const { machine } = scene;
      await machine.run("echo 'card-station card-station/delete-record boolean true' | debconf-set-selections");
      await machine.run('apt-get purge -y -qq card-station');
      const left = await residue(scene);
      expect(`nothing is left: ${left.join(' ')}`, left.length === 0);
      expect('no account', (await machine.try('id kiosk')).code !== 0);
      return undefined;
    },
  ],
];
