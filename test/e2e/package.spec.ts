/** What is rolled out: its fuses, its contents, what it refuses to be, and its sandbox. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

import { proves, SHIPPING_FUSES, type Fuse } from '../security/items.ts';
import { expect, expectConnection, expectFault, SHIPPING, test, TWIN } from './fixtures.ts';
import { filesBelow } from './needles.ts';
import { asarOf, packedMain } from './packed.ts';
import { processTree, statusField, type StationProcess } from './station-processes.ts';
import { createUnprivileged, sandboxObstacle, type Unprivileged } from './unprivileged.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** How a fuse stands in the program's bytes. */
const OFF = '0'.charCodeAt(0);
const ON = '1'.charCodeAt(0);
/** A package on the runtime that is for demo and tests only says so in its version. */
const TEST_RUNTIME = /^\d+\.\d+\.\d+-test-runtime\.33\.2\.1$/;

async function fusesOf(program: string): Promise<Record<string, number>> {
  const wire: Readonly<Record<string, unknown>> = await getCurrentFuseWire(program);
  return Object.fromEntries(
    Object.entries(FuseV1Options).flatMap(([name, at]) => (typeof at === 'number' ? [[name, Number(wire[at])]] : [])),
  );
}

test.describe('contents', () => {
  const asBytes = Object.fromEntries(
    Object.entries(SHIPPING_FUSES).map(([fuse, state]) => [fuse, state === 'on' ? ON : OFF]),
  );

  test('there is no fuse but these', proves(19), async () => {
    expect(await fusesOf(SHIPPING)).toEqual(asBytes);
  });

  for (const fuse of Object.keys(SHIPPING_FUSES) as Fuse[]) {
    test(`the fuse ${fuse} of shipping is ${SHIPPING_FUSES[fuse]}`, proves(fuse), async () => {
      expect((await fusesOf(SHIPPING))[fuse]).toBe(asBytes[fuse]);
    });
  }

  test('an archive that was changed does not start', proves('EnableEmbeddedAsarIntegrityValidation'), () => {
    test.skip(process.platform === 'linux', 'the fuse is on, and acts on Windows and macOS only');
    throw new Error('to be tried where the fuse acts');
  });

  test('the twin differs in the inspect fuse alone', async () => {
    expect(await fusesOf(TWIN)).toEqual({ ...asBytes, EnableNodeCliInspectArguments: ON });
  });

  test(
    'the asar holds the built program, its package.json and the two native libraries of this platform',
    proves('asar'),
    () => {
      const names = listPackage(asarOf(SHIPPING), { isPack: false }).map((name) => name.replaceAll('\\', '/'));
      const platform = `${process.platform}-${process.arch}`;
      const keytar = '/node_modules/keytar';
      const sqlite = '/node_modules/@photostructure/sqlite';
      const allowed = [
        /^\/package\.json$/,
        /^\/out(\/(main|preload|renderer)(\/[\w./-]+)?)?$/,
        /^\/node_modules(\/@photostructure)?$/,
        new RegExp(`^${keytar}(/(package\\.json|LICENSE\\.md|lib|lib/keytar\\.js|prebuilds))?$`),
        new RegExp(`^${sqlite}(/(package\\.json|LICENSE|dist|dist/index\\.cjs|prebuilds))?$`),
        new RegExp(`^(${keytar}|${sqlite})/prebuilds/${platform}(/[@\\w.+-]+\\.node)?$`),
        // What finds the binary for this platform.
        /^\/node_modules\/node-gyp-build(\/(package\.json|LICENSE|index\.js|node-gyp-build\.js))?$/,
      ];
      expect(names.filter((name) => !allowed.some((rule) => rule.test(name)))).toEqual([]);
      expect(names.filter((name) => /\.(ts|tsx|map|spec|test)(\.|$)|sandbox|test\/|\.pem$|\.key$/.test(name))).toEqual(
        [],
      );
      expect(names).toContain('/out/main/index.js');
      for (const library of [keytar, sqlite])
        expect(names.filter((name) => name.startsWith(`${library}/prebuilds/${platform}/`))).toHaveLength(1);
    },
  );

  test(
    'beside the asar lie the two native libraries, the list of what it is made of, and no script',
    proves('asar'),
    () => {
      const resources = join(dirname(SHIPPING), 'resources');
      const others = filesBelow(resources).map(({ path }) => relative(resources, path).replaceAll('\\', '/'));
      const known =
        /^sbom\.cdx\.json$|^app\.asar(\.unpacked\/node_modules\/(keytar|@photostructure\/sqlite)\/prebuilds\/.+\.node)?$/;
      expect(others.filter((path) => !known.test(path))).toEqual([]);
    },
  );

  test('the list of what it is made of names all that is in it, with version and licence', proves('supply'), () => {
    interface Component {
      readonly name: string;
      readonly version: string;
      readonly hashes?: readonly { readonly content: string }[];
      readonly licenses: readonly { readonly license: { readonly id: string } }[];
    }
    const file = join(dirname(SHIPPING), 'resources/sbom.cdx.json');
    const sbom = JSON.parse(readFileSync(file, 'utf8')) as { bomFormat: string; components: Component[] };
    expect(sbom.bomFormat).toBe('CycloneDX');
    const names = sbom.components.map(({ name }) => name);
    // What stands in the archive by its own name, and what the sources bundle into the program.
    const packed = listPackage(asarOf(SHIPPING), { isPack: false }).flatMap(
      (path) => /^\/node_modules\/((?:@[^/]+\/)?[^/@]+)\/package\.json$/.exec(path)?.[1] ?? [],
    );
    const bundled = ['main', 'renderer'].flatMap((top) =>
      filesBelow(join(ROOT, top))
        .filter(({ path }) => /\.(tsx?|css)$/.test(path))
        .flatMap(({ bytes }) => [
          ...bytes.toString().matchAll(/(?:from|@import) '((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[^']*)?';/g),
        ])
        .map((match) => match[1] ?? ''),
    );
    expect(packed).toHaveLength(3);
    expect(bundled).toContain('undici');
    // Installed under the name of the library whose place it takes; the runtime's own modules are the runtime's.
    const inside = [...packed, ...bundled.filter((name) => !isBuiltin(name))].map((name) =>
      name === 'keytar' ? '@github/keytar' : name,
    );
    expect([...new Set(inside)].filter((name) => !names.includes(name))).toEqual([]);
    for (const name of ['electron', 'react', 'react-dom', '@fontsource-variable/inter']) expect(names).toContain(name);
    for (const { name, version, hashes, licenses } of sbom.components) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
      expect(licenses[0]?.license.id, name).toMatch(/^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|OFL-1\.1)$/);
      if (name !== 'electron') expect(hashes?.[0]?.content, name).toMatch(/^[0-9a-f]{128}$/);
    }
  });

  test('the sources do not travel with the program, nor do the words of the tests', () => {
    const folder = mkdtempSync(join(tmpdir(), 'card-station-asar-'));
    try {
      extractAll(asarOf(SHIPPING), folder);
      for (const { path, bytes } of filesBelow(join(folder, 'out'))) {
        expect(bytes.includes('sourceMappingURL'), path).toBe(false);
        expect(bytes.includes('Card Station sandbox CA'), path).toBe(false);
        expect(bytes.includes('-----BEGIN PRIVATE KEY-----\nM'), path).toBe(false);
      }
      // The search can find something.
      const main = readFileSync(join(folder, 'out/main/index.js'));
      expect(main.includes('Card Station: the screen beside the card printer')).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  test('the page comes with the letters of its first picture, and is drawn when its program has run', () => {
    const html = extractFile(asarOf(SHIPPING), 'out/renderer/index.html').toString('utf8');
    const [, font = ''] = /<link rel="preload" as="font" [^>]*href="\.\/([^"]+)"[^>]* crossorigin>/.exec(html) ?? [];
    expect(extractFile(asarOf(SHIPPING), join('out/renderer', font)).subarray(0, 4).toString('latin1')).toBe('wOF2');
    expect(html).toMatch(/<script type="module" blocking="render" [^>]*src="\.\/assets\/[^"]+\.js">/);
  });

  test('the HTTP client is read after the program, and of it no more than calls need', () => {
    const main = packedMain(SHIPPING);
    const holding = (text: string): string[] =>
      [...main].flatMap(([path, code]) => (code.includes(text) ? [path] : []));
    expect(holding('ProxyAgent = class')).toEqual(['out/main/chunks/http-client.js']);
    const first = main.get('out/main/index.js') ?? '';
    expect(first).toContain('import("./chunks/http-client.js")');
    expect(first).not.toMatch(/^(import|export) .*http-client/m);
    for (const unused of ['MockAgent', 'SqliteCacheStore', 'EventSource = class'])
      expect(holding(unused), unused).toEqual([]);
  });

  test('shipping and twin differ in what the constant TWIN says, and in nothing else', proves('switches'), () => {
    const folder = mkdtempSync(join(tmpdir(), 'card-station-asar-'));
    try {
      const [shipping, twin] = [join(folder, 'shipping'), join(folder, 'twin')];
      extractAll(asarOf(SHIPPING), shipping);
      extractAll(asarOf(TWIN), twin);
      const contents = (of: string): Map<string, Buffer> =>
        new Map(filesBelow(of).map(({ path, bytes }) => [relative(of, path), bytes]));
      const [left, right] = [contents(shipping), contents(twin)];
      expect([...left.keys()].sort()).toEqual([...right.keys()].sort());
      const differing = [...left.keys()].filter(
        (name) => left.get(name)?.equals(right.get(name) ?? Buffer.of()) !== true,
      );
      expect(differing).toEqual([join('out', 'main', 'index.js')]);
      const lines = (of: Map<string, Buffer>): string[] =>
        of
          .get(differing[0] ?? '')
          ?.toString()
          .split('\n') ?? [];
      const [shippingLines, twinLines] = [lines(left), lines(right)];
      expect(shippingLines.length).toBe(twinLines.length);
      const pairs = shippingLines
        .map((line, at) => [line.trim(), (twinLines[at] ?? '').trim()] as const)
        .filter(([one, other]) => one !== other);
      test.info().annotations.push({ type: 'differing lines', description: JSON.stringify(pairs) });
      // The compiler folds the constant into the lines that use it; nothing but its value is another.
      expect(pairs.length).toBeGreaterThan(0);
      expect(pairs.length).toBeLessThanOrEqual(2);
      const flipped = (line: string): string => line.replace(/\b(true|false)\b/, (word) => String(word !== 'true'));
      for (const [one, other] of pairs) {
        expect(one).toContain('app.isPackaged');
        expect(flipped(one)).toBe(other);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});

test.describe('as a user without privileges', () => {
  let user: Unprivileged;
  let program: string;
  const obstacle = sandboxObstacle();
  test.skip(obstacle !== null, obstacle ?? '');

  test.beforeAll(() => {
    user = createUnprivileged();
    const copy = join(user.folder, 'package');
    cpSync(dirname(SHIPPING), copy, { recursive: true, verbatimSymlinks: true });
    program = join(copy, relative(dirname(SHIPPING), SHIPPING));
  });
  test.afterAll(() => user.remove());

  test('`--version` and `config check` work without a display', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const printed = await user.run(program, ['--version']);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')}(-test-runtime\\.[\\d.]+)?\n$`));

    const file = join(user.folder, 'config.json');
    const address = 'https://d1.bank.example';
    const d1 = { environment: 'sandbox', authUrl: `${address}/authz/v1`, bankingUrl: `${address}/banking/v1` };
    writeFileSync(file, JSON.stringify({ station: { name: 'Desk', persoStation: 'PS-1' }, d1 }), { mode: 0o644 });
    const checked = await user.run(program, ['config', 'check', '--config', file]);
    expect(checked).toEqual({ code: 0, stdout: 'The configuration is complete.\n', stderr: '' });
  });

  for (const [name, args] of Object.entries({
    '--no-sandbox': ['--no-sandbox'],
    'no-sandbox with one hyphen': ['-no-sandbox'],
    'no-sandbox in capitals': ['--NO-SANDBOX'],
    'no-sandbox behind a command': ['config', 'check', '--no-sandbox'],
    'no-sandbox dressed up as a value': ['--config', '--no-sandbox'],
    'no-sandbox behind a blank, which the engine trims': ['--config', ' --no-sandbox'],
    'no-sandbox behind a tab': ['--user-data-dir', '\t--no-sandbox'],
    'remote debugging behind a blank': ['watch', 'card-0001', '--reference', ' --remote-debugging-port=0'],
    'remote debugging behind a line end': ['--config', '\n--remote-debugging-port=0'],
    'no-sandbox behind --version': ['--version', '--no-sandbox'],
    '--disable-seccomp-filter-sandbox': ['--disable-seccomp-filter-sandbox'],
    '--single-process': ['--single-process'],
    '--remote-debugging-port': ['--remote-debugging-port=0'],
    '--remote-debugging-pipe': ['--remote-debugging-pipe'],
    '--inspect': ['--inspect=0'],
    '--inspect-brk': ['--inspect-brk=0'],
    '--js-flags': ['--js-flags=--expose-gc'],
    '--load-extension': ['--load-extension=/tmp'],
    '--host-rules': ['--host-rules=MAP * 127.0.0.1'],
    '--host-resolver-rules': ['--host-resolver-rules=MAP * 127.0.0.1'],
    '--ignore-certificate-errors': ['--ignore-certificate-errors'],
    '--proxy-server': ['--proxy-server=127.0.0.1:1'],
    '--disable-web-security': ['--disable-web-security'],
    '--log-net-log': ['--log-net-log=/tmp/net.json'],
    '--renderer-cmd-prefix': ['--renderer-cmd-prefix=/bin/true'],
    '--gpu-launcher': ['--gpu-launcher=/bin/true'],
    '--require': ['--require=/tmp/any.js'],
    '-r': ['-r', '/tmp/any.js'],
    '--eval': ['--eval=1'],
  })) {
    const what = name.includes('sandbox') ? proves('switches', 4) : proves('switches');
    test(`shipping refuses ${name} with one line and exit code 2`, what, async () => {
      const { code, stdout, stderr } = await user.run(program, args);
      expect(stderr).toMatch(/^card-station: [^\n]+\. See card-station --help\.$/);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    });
  }

  test('shipping refuses to be Node', proves('RunAsNode', 'EnableNodeOptionsEnvironmentVariable'), async () => {
    const asNode = await user.run(program, ['-e', 'console.log("ran as Node")'], { ELECTRON_RUN_AS_NODE: '1' });
    expect(asNode.code).toBe(2);
    expect(asNode.stdout).toBe('');
    const required = join(user.folder, 'required.cjs');
    writeFileSync(required, 'console.log("was required")', { mode: 0o644 });
    const optioned = await user.run(program, ['--version'], { NODE_OPTIONS: `--require=${required}` });
    expect(optioned.code).toBe(0);
    expect(optioned.stdout).not.toContain('was required');
  });

  test(
    'a program put beside the asar is not loaded, nor one in place of it',
    proves('asar', 'OnlyLoadAppFromAsar'),
    async () => {
      const resources = join(dirname(program), 'resources');
      const intruder = join(resources, 'app');
      mkdirSync(intruder);
      writeFileSync(
        join(intruder, 'package.json'),
        JSON.stringify({ name: 'intruder', version: '6.6.6', main: 'index.js' }),
      );
      writeFileSync(join(intruder, 'index.js'), 'console.log("the intruder runs"); process.exit(0);');
      const aside = `${asarOf(program)}.aside`;
      try {
        const beside = await user.run(program, ['--version']);
        expect(beside.code).toBe(0);
        expect(beside.stdout).not.toContain('intruder');
        renameSync(asarOf(program), aside);
        const instead = await user.run(program, ['--version']);
        expect(instead.code).not.toBe(0);
        expect(instead.stdout).not.toContain('intruder');
        expect(instead.stdout).not.toContain('6.6.6');
      } finally {
        rmSync(intruder, { recursive: true });
        renameSync(aside, asarOf(program));
      }
    },
  );

  /** The processes of a station that was started on a screen with a profile of this name, once its page is there. */
  async function stationOnScreen(profile: string): Promise<StationProcess[]> {
    const { pid } = user.startOnScreen(program, ['--user-data-dir', join(user.folder, 'home', profile)], {});
    const own = (): StationProcess[] => processTree(pid ?? 0).filter(({ args }) => args[0]?.startsWith(program));
    let processes: StationProcess[] = [];
    // While it is being made, the page's process is there twice for a moment, and a moment before its filter is set.
    await expect
      .poll(() => {
        processes = own();
        const renderers = processes.filter(({ type }) => type === 'renderer');
        return renderers.map((renderer) => statusField(renderer.pid, 'NoNewPrivs'));
      })
      .toEqual(['1']);
    return processes;
  }

  test(
    'the sandbox is on: the page runs filtered, without new privileges, in namespaces of its own',
    proves(4, 9, 10),
    async () => {
      const processes = await stationOnScreen('profile');
      const renderers = processes.filter(({ type }) => type === 'renderer');
      expect(renderers).toHaveLength(1);
      for (const { pid } of renderers) {
        // 2 is filter mode.
        await expect.poll(() => statusField(pid, 'Seccomp')).toBe('2');
        expect(statusField(pid, 'NoNewPrivs')).toBe('1');
        expect(statusField(pid, 'CapEff')).toBe('0'.repeat(16));
        // A process of a pid namespace has a second number, its own.
        expect(statusField(pid, 'NSpid')?.split(/\s+/).length).toBeGreaterThan(1);
      }
      for (const { args } of processes) {
        const opening = /no-sandbox|remote-debugging|inspect|enable-experimental-web|enable-blink-features/;
        expect(args.filter((arg) => opening.test(arg))).toEqual([]);
      }
      expect(statusField(renderers[0]?.pid ?? 0, 'Uid')).not.toMatch(/^0\b/);
    },
  );

  test('in its sandbox too the page leaves none of its memory in a core file', async () => {
    const processes = await stationOnScreen('cores');
    expect(processes.map(({ type }) => type)).toContain('zygote');
    for (const { pid, type } of processes)
      expect(Number.parseInt(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8'), 16), type).toBe(0);
  });

  test("the engine's network, which the page must not use, has no process", async () => {
    const processes = await stationOnScreen('network');
    const networks = processes.filter(({ args }) => args.some((arg) => arg.includes('network.mojom')));
    expect(networks).toEqual([]);
  });

  test('an environment variable does not switch the sandbox off', proves(4, 'switches'), async () => {
    const env = { ELECTRON_DISABLE_SANDBOX: '1' };
    const { code, stdout, stderr } = await user.run(program, ['--user-data-dir', join(user.folder, 'home/other')], env);
    expect(stderr).toMatch(/^card-station: [^\n]*sandbox[^\n]*$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

test.describe('environment variables do not loosen TLS', proves(1), () => {
  test.afterEach(() => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    delete process.env['NODE_EXTRA_CA_CERTS'];
    delete process.env['SSL_CERT_FILE'];
  });

  test('an untrusted server stays untrusted with NODE_TLS_REJECT_UNAUTHORIZED=0', async ({ desk, sandbox }) => {
    desk.configure({ d1: await sandbox.mint.server('untrusted') });
    await desk.provision();
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    const station = await desk.start();
    await expectFault(station, 'certificate', 'server-not-trusted');
    await expectConnection(station, 'never');
  });

  test('the name of the server is checked all the same', async ({ desk, sandbox }) => {
    desk.configure({ d1: await sandbox.mint.server('wrong-host') });
    await desk.provision();
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    const station = await desk.start();
    await expectFault(station, 'certificate', 'wrong-host');
    await expectConnection(station, 'never');
  });

  test('authorities named by the environment are not trusted', async ({ desk, sandbox }) => {
    desk.configure({ d1: { caFile: undefined, caMode: 'add' } });
    await desk.provision();
    process.env['NODE_EXTRA_CA_CERTS'] = join(desk.folder, 'ca.pem');
    process.env['SSL_CERT_FILE'] = join(desk.folder, 'ca.pem');
    const station = await desk.start();
    await expectFault(station, 'certificate', 'server-not-trusted');
    await expectConnection(station, 'never');
    expect(sandbox.control.requests()).toEqual([]);
  });
});

test('a package on the test runtime says so in its version and on its screen', async ({ desk }) => {
  await desk.provision();
  const station = await desk.start();
  const version = await station.electron.evaluate(({ app }) => app.getVersion());
  const runtime = await station.electron.evaluate(() => process.versions['electron']);
  const band = station.page.locator('[data-testid="environment"]');
  const marked = runtime === '33.2.1';
  if (marked) expect(version).toMatch(TEST_RUNTIME);
  else expect(version).not.toContain('test-runtime');
  await expect(band).toContainText('SANDBOX');
  if (marked) await expect(band).toContainText('TEST BUILD');
  else await expect(band).not.toContainText('TEST BUILD');
});
