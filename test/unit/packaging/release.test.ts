/** The release workflow: what it calls is there, it signs, and what is built for tests never gets out. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const { load } = fromBuilder('js-yaml') as { load(text: string): unknown };

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly on: { readonly push: { readonly tags: readonly string[] } };
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly Step[]; readonly permissions: Readonly<Record<string, string>> }>
  >;
}
const text = readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8');
const workflow = load(text) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const lines = steps.flatMap(({ run }) => run?.split(/\n|&&/) ?? []).map((line) => line.trim());

describe('the release workflow', () => {
  it('runs for a tag and nothing else, and may by itself only read', () => {
    expect(workflow.on).toEqual({ push: { tags: ['v*'] } });
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.jobs['build']?.permissions['contents']).toBe('read');
  });

  it('calls tasks that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const called = lines.flatMap((line) =>
      [...line.matchAll(/npm (?:run )?([\w:-]+)/g)].map((match) => match[1] ?? ''),
    );
    expect(called).toContain('package');
    expect(called.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const files = lines.flatMap((line) => /^node (\.config\/\S+)/.exec(line)?.[1] ?? []);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('packs by the one command that refuses the runtime for demo and tests', () => {
    const packing = lines.filter((line) => /npm run package\b(?!:)/.test(line));
    expect(packing).toEqual(['npm run package -- --release']);
    expect(text).not.toContain('CARD_STATION_ELECTRON');
  });

  it('attests what it built, checks the sums again, and leaves a draft', () => {
    const uses = steps.flatMap(({ uses: action }) => action ?? []);
    expect(uses.some((action) => action.startsWith('actions/attest-build-provenance@'))).toBe(true);
    expect(lines.some((line) => line.includes('sha256sum --check'))).toBe(true);
    expect(lines.some((line) => line.includes('gh release create') && line.includes('--draft'))).toBe(true);
  });

  it('gives each secret to the one step that needs it, and puts none on a command line', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('secrets.');
    const holders = steps.filter(({ env = {} }) => Object.values(env).some((value) => value.includes('secrets.')));
    expect(holders).toHaveLength(2);
  });
});

describe('what is handed out', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'card-station-release-'));
    mkdirSync(join(folder, 'dist'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** In a process of its own: a refusal ends it. */
  function gather(version: string, ...names: string[]): { status: number | null; stderr: string; stdout: string } {
    for (const name of names) writeFileSync(join(folder, 'dist', name), name);
    writeFileSync(join(folder, 'sbom.json'), JSON.stringify({ metadata: { component: { version } } }));
    const options = {
      from: join(folder, 'dist'),
      sbom: join(folder, 'sbom.json'),
      to: join(folder, 'release'),
      system: 'linux',
    };
    const script = `import { gatherRelease } from ${JSON.stringify(join(ROOT, '.config/tasks/release-files.mjs'))};
      process.stdout.write(gatherRelease(${JSON.stringify(options)}).join(' '));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
    return { status, stdout: stdout.toString(), stderr: stderr.toString() };
  }

  it('is each package, the list of what they are made of, and sums that hold', () => {
    const { status, stdout } = gather('1.2.3', 'card-station_1.2.3_amd64.deb', 'builder-debug.yml');
    expect(status).toBe(0);
    expect(stdout).toBe('SHA256SUMS.linux card-station_1.2.3_amd64.deb card-station_1.2.3_linux.sbom.cdx.json');
    const checked = spawnSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS.linux'], {
      cwd: join(folder, 'release'),
    });
    if (process.platform === 'linux') expect(checked.status).toBe(0);
  });

  it.each([
    ['0.1.0-test-runtime.33.2.1', 'card-station.deb'],
    ['0.1.0', 'card-station_0.1.0~test.runtime.33.2.1_amd64.deb'],
    ['0.1.0', 'card-station_0.1.0-test-runtime.33.2.1_linux_x64.tar.gz'],
  ])('is nothing that is marked as a test build (%s, %s)', (version, name) => {
    const { status, stderr } = gather(version, name);
    expect(status).toBe(1);
    expect(stderr).toContain('never released');
    expect(existsSync(join(folder, 'release'))).toBe(false);
  });

  it('is nothing where nothing was built', () => {
    expect(gather('1.2.3').status).toBe(1);
  });
});

describe('the command that packs a release', () => {
  it('refuses the runtime that is for demo and tests only, before it builds', () => {
    const task = readFileSync(join(ROOT, '.config/tasks/package.mjs'), 'utf8');
    expect(task).toMatch(/if \(release && runtime\.testOnly\)\s+stop\(/);
  });
});
