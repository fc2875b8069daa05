/** From the installation to a green card that outlives its session. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { sealBundle } from '../../main/credentials/sealed-bundle.ts';
import { Secret } from '../../main/credentials/secret.ts';
import { EXIT } from '../../main/kiosk/exit-codes.ts';
import { UNIT } from './kiosk.ts';
import { until } from './machine.ts';
import { CARDS, expect, LIMIT_MS, seesDark, seesGreen, testedItself, type Step } from './scene.ts';
import { handOver, showCard } from './staff.ts';

export const beginnings: readonly Step[] = [
  [
    'the older package is installed with what it declares, and starts nothing by itself',
    async ({ machine, older }) => {
      await machine.run('apt-get update -qq');
      await machine.run(`apt-get install -y -qq --no-install-recommends card-station=${older}`);
      expect('dpkg finds every file as it was packed', (await machine.run('dpkg --verify card-station')) === '');
      expect('no file is setuid', (await machine.run('find /opt/card-station -perm /6000')) === '');
      const entry = '/usr/share/applications/card-station.desktop';
      await machine.run(`grep -qx 'MimeType=x-scheme-handler/card-station;' ${entry}`);
      expect('no account was made', (await machine.try('id kiosk')).code !== 0);
      return older;
    },
  ],
  [
    'one command makes the account and its keyring, and puts the station onto the screen',
    async (scene) => {
      const { machine, kiosk, sandbox } = scene;
      const folder = join(machine.folder, 'etc/card-station');
      const { authUrl, bankingUrl, caPem } = sandbox;
      writeFileSync(join(folder, 'ca.pem'), caPem);
      const d1 = { environment: 'sandbox', authUrl, bankingUrl, caFile: 'ca.pem', caMode: 'only' };
      const station = { name: 'Main Street, desk 2', persoStation: 'KIOSK-PS-101' };
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ station, d1 }));
      await machine.run('card-station-kiosk enable');
      const pid = await kiosk.started();
      await seesDark(scene);
      const limits = await machine.run(`grep 'core file' /proc/${pid}/limits`);
      expect('it makes no core file', /core file size\s+0\s+0/.test(limits));
      return (await machine.run('systemctl is-enabled ' + UNIT)).trim();
    },
  ],
  [
    'everything of it runs without privileges, the page in its sandbox',
    async ({ machine }) => {
      const owners = await machine.run(
        "ps -eo user=,args= | grep -E 'card-station|cage|keyring' | grep -v grep | awk '{print $1}' | sort -u",
      );
      expect('only the kiosk account runs it', owners.trim() === 'kiosk');
      const page = (await machine.run("pgrep -f 'card-station --type=renderer'")).trim().split('\n')[0] ?? '';
      const status = await machine.run(`grep -E '^(Seccomp|NoNewPrivs):' /proc/${page}/status`);
      expect('the page is filtered', /Seccomp:\s+2/.test(status) && /NoNewPrivs:\s+1/.test(status));
      return undefined;
    },
  ],
  [
    'one command provisions it from a sealed bundle, of which nothing is left',
    async ({ machine, sandbox }) => {
      const folder = join(machine.folder, 'root/roll-out');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const passphrase = randomBytes(24).toString('base64');
      const sealed = await sealBundle(new Secret(JSON.stringify(sandbox.bundle)), new Secret(passphrase));
      writeFileSync(join(folder, 'bundle.jwe'), sealed, { mode: 0o600 });
      writeFileSync(join(folder, 'passphrase.txt'), passphrase, { mode: 0o600 });
      const signedIn = sandbox.control.nextRequest(({ kind }) => kind === 'token', LIMIT_MS);
      await machine.run('card-station-kiosk provision /root/roll-out/bundle.jwe /root/roll-out/passphrase.txt');
      await signedIn;
      await until(
        'the folder is empty',
        LIMIT_MS,
        async () => (await machine.run('ls /etc/card-station/provisioning')) === '',
      );
      const leak = await machine.try(`grep -rlF '${passphrase}' /etc /var/lib/card-station /var/log /run 2>/dev/null`);
      expect('the passphrase is nowhere', leak.text === '');
      return undefined;
    },
  ],
  ['now that it has credentials, its first start tests itself', testedItself],
  ['it shows a card, and green when D1 says that it is done', (scene) => showCard(scene, CARDS.first)],
  ['staff hand it over by the keyboard alone, and the record says so', (scene) => handOver(scene, CARDS.first)],
  ['the next card is green', (scene) => showCard(scene, CARDS.second)],
  [
    'a station that is killed comes back with its card',
    async (scene) => {
      const { machine, kiosk, sandbox } = scene;
      const before = await kiosk.pid();
      await machine.run(`kill -KILL ${before}`);
      await kiosk.started(before);
      await sandbox.control.nextRequest(({ kind }) => kind === 'status', LIMIT_MS);
      const keyrings = (await machine.run('pgrep -c -u kiosk -f gnome-keyring-daemon')).trim();
      expect('one keyring runs', keyrings === '1');
      return `${await seesGreen(scene)}, restart ${await kiosk.property('NRestarts')}`;
    },
  ],
  [
    'a compositor that is killed does as well',
    async (scene) => {
      const { machine, kiosk, sandbox } = scene;
      const before = await kiosk.pid();
      await machine.run('pkill -KILL -x -u kiosk cage');
      await kiosk.started(before);
      await sandbox.control.nextRequest(({ kind }) => kind === 'status', LIMIT_MS);
      return seesGreen(scene);
    },
  ],
  [
    'a restart of the session does as well, without anybody signing in',
    async (scene) => {
      const { machine, kiosk, sandbox } = scene;
      const before = await kiosk.pid();
      await machine.run(`systemctl restart ${UNIT}`);
      await kiosk.started(before);
      await sandbox.control.nextRequest(({ kind }) => kind === 'status', LIMIT_MS);
      return seesGreen(scene);
    },
  ],
  [
    'a station that was ended on purpose (exit code 0) stays ended',
    async ({ machine, kiosk }) => {
      await machine.run(`kill -TERM ${await kiosk.pid()}`);
      await kiosk.ended();
      expect('its code arrived', (await kiosk.property('ExecMainStatus')) === String(EXIT.ended));
      return undefined;
    },
  ],
  [
    'a station that was started wrongly (exit code 2) is not started again and again',
    async ({ machine, kiosk }) => {
      const dropIn = `/run/systemd/system/${UNIT}.d`;
      await machine.run(
        `mkdir -p ${dropIn} && printf '[Service]\\nEnvironment=NODE_DEBUG=tls\\n' > ${dropIn}/wrong.conf`,
      );
      await machine.run(`systemctl daemon-reload && systemctl start ${UNIT}`);
      await kiosk.ended();
      expect('its code arrived', (await kiosk.property('ExecMainStatus')) === String(EXIT.wrongUse));
      await machine.run(`rm ${dropIn}/wrong.conf && systemctl daemon-reload && systemctl start ${UNIT}`);
      await kiosk.started();
      return undefined;
    },
  ],
];
