/** `npm start`: everything from nothing to a station on the sandbox D1, with a card that goes to green. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { build } from './build.mjs';
import { hasDisplay, inSession } from './desktop-session.mjs';
import { unpackagedProgram } from './electron-runtime.mjs';
import { setup } from './setup.mjs';
import { ROOT, say } from './steps.mjs';

const runtime = await setup();
say('building');
build({ twin: true });
const program = unpackagedProgram(runtime);
const pictures = hasDisplay() ? [] : ['--pictures', join(ROOT, 'demo-screens')];
const demo = ['--import', 'tsx', join(ROOT, 'test/sandbox/demo.ts'), '--program', program, ...pictures];
const session = inSession(process.execPath, demo, { virtualScreen: !hasDisplay() });
const { status } = spawnSync(session.program, session.args, { cwd: ROOT, env: session.env, stdio: 'inherit' });
session.remove();
process.exit(status ?? 1);
