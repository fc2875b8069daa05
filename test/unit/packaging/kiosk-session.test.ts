/** The session of the kiosk with everything around it made up: what it ends with is what the station ended with. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { EXIT } from '../../../main/kiosk/exit-codes.ts';

const SCRIPT = resolve(import.meta.dirname, '../../../.config/packaging/linux/kiosk-session');
/** Debian's compositor answers 0 whatever became of its program. */
const CAGE = 'shift 2\n"$@"\nexit 0';

describe.skipIf(process.platform !== 'linux')('the session', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'card-station-kiosk-session-'));
    for (const name of ['bin', 'run', 'credentials']) mkdirSync(join(folder, name), { mode: 0o700 });
    writeFileSync(join(folder, 'credentials/keyring'), 'made up');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function put(name: string, lines: string): string {
    const file = join(folder, 'bin', name);
    writeFileSync(file, `#!/bin/sh\n${lines}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** In a group of its own, as systemd starts it: at its end it ends the whole group. */
  function session(station: string, cage = CAGE): { status: number | null; stderr: string } {
    put('dbus-run-session', 'shift\nexec "$@"');
    put('dbus-send', 'exit 0');
    put('gnome-keyring-daemon', 'cat >/dev/null');
    put('cage', cage);
    const script = join(folder, 'bin/kiosk-session');
    writeFileSync(
      script,
      readFileSync(SCRIPT, 'utf8').replace('/opt/card-station/card-station', put('station', station)),
    );
    chmodSync(script, 0o755);
    const { status, stderr } = spawnSync('setsid', ['--wait', script], {
      env: {
        PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
        HOME: folder,
        XDG_RUNTIME_DIR: join(folder, 'run'),
        CREDENTIALS_DIRECTORY: join(folder, 'credentials'),
      },
      timeout: 20_000,
    });
    return { status, stderr: stderr.toString() };
  }

  it.each([EXIT.ended, EXIT.failed, EXIT.wrongUse, EXIT.defect, EXIT.quietRestart])(
    'ends with %i when the station does, whatever the compositor says',
    (code) => {
      expect(session(`exit ${code}`).status).toBe(code);
    },
  );

  it('ends like a crash when the station was killed', () => {
    expect(session('kill -KILL $$').status).toBe(137);
  });

  it('asks for another start when the compositor died, with 0 or not, before the station could say how it ended', () => {
    expect(session('exit 0', 'exit 0').status).toBe(EXIT.failed);
    expect(session('exit 0', 'kill -KILL $$').status).toBe(EXIT.failed);
  });

  it('opens no station without an unlocked keyring', () => {
    rmSync(join(folder, 'credentials/keyring'));
    const { status, stderr } = session(`touch ${join(folder, 'started')}`);
    expect(status).toBe(EXIT.failed);
    expect(stderr).toContain('kiosk-session: there is no password for the keyring');
    expect(readdirSync(folder)).not.toContain('started');
  });

  it('leaves nothing in the folder of the session', () => {
    session('exit 0');
    expect(readdirSync(join(folder, 'run'))).toEqual([]);
  });
});
