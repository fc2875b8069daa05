/** What demo and tests need from the system on Debian and its kin; elsewhere the person is told. */
import { existsSync } from 'node:fs';

import { probe, run, say, stop } from './steps.mjs';

/** Each line: names under which one package goes, newest first. */
const PACKAGES = [
  ['xvfb'], // a screen where there is none
  ['xauth'],
  ['x11-apps'], // xwd: what is really on that screen
  ['chromium'], // the page alone, in a newer engine than Electron's
  ['x11-xserver-utils'], // xrandr: that screen takes another size
  ['dbus'], // a session bus and, on it, the Secret Service that the keychain library speaks to
  ['gnome-keyring'],
  ['libsecret-1-0'],
  ['unzip'],
  ['openssl'],
  ['nginx'], // what a bank's gateway says to a certificate that it refuses
  ['libnginx-mod-http-js'], // the bank's relay of docs/relay signs in at D1 with it (0.3 MB)
  ['tinyproxy-bin'], // the proxy, the network namespaces and the bus of the fault suite
  ['iproute2'],
  ['dbus-bin', 'dbus'],
  ['lighttpd'], // the second D1 of the tests: another TLS library, another language
  ['lighttpd-mod-gnutls'],
  ['python3'],
  ['python3-cryptography'],
  ['libgtk-3-0t64', 'libgtk-3-0'], // Electron's own needs
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libxss1'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libcups2t64', 'libcups2'],
  ['libdrm2'],
  ['libnotify4'],
];

/** Makes sure that the packages are there: installs them as root, otherwise prints the one command and ends. */
export function ensureSystemPackages() {
  if (process.platform !== 'linux') return;
  if (!existsSync('/usr/bin/dpkg-query')) {
    say('this is not Debian or a relative: Xvfb, D-Bus, gnome-keyring, libsecret, GTK 3 and NSS must be there already');
    return;
  }
  const missing = PACKAGES.filter((names) => !names.some(isInstalled));
  if (missing.length === 0) return;
  const root = process.getuid?.() === 0;
  if (root) run('apt-get', ['update', '-qq']);
  const names = missing.map((candidates) => candidates.find(isKnown) ?? candidates.at(-1));
  if (!root)
    stop(
      'some system packages are missing. Install them, then run the same command again:',
      `sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
  say(`installing system packages: ${names.join(' ')}`);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function isInstalled(name) {
  const { status, stdout } = probe('dpkg-query', ['-W', '-f', '${db:Status-Status}', name]);
  return status === 0 && stdout === 'installed';
}

function isKnown(name) {
  return /Candidate: (?!\(none\))/.test(probe('apt-cache', ['policy', name]).stdout);
}
