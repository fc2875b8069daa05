/**
 * Runs the sandbox D1: `npx tsx test/sandbox/main.ts [--port N] [--control-port N] [--out DIR]`.
 * Writes `ca.pem`, `bundle.json` and `config.json` to DIR (a new temporary folder when absent), prints one line of JSON with
 * the URLs and files when it is ready, and ends on SIGTERM or SIGINT.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { startSandbox, type Sandbox } from './sandbox.ts';

interface Files {
  readonly caFile: string;
  readonly bundleFile: string;
  readonly configFile: string;
}

function writeFiles(folder: string, sandbox: Sandbox): Files {
  mkdirSync(folder, { recursive: true });
  const files = {
    caFile: join(folder, 'ca.pem'),
    bundleFile: join(folder, 'bundle.json'),
    configFile: join(folder, 'config.json'),
  };
  const config = {
    station: { name: 'Sandbox desk', persoStation: 'KIOSK-PS-101' },
    d1: {
      environment: 'sandbox',
      authUrl: sandbox.authUrl,
      bankingUrl: sandbox.bankingUrl,
      caFile: files.caFile,
      caMode: 'only',
    },
  };
  writeFileSync(files.caFile, sandbox.caPem);
  // A file of an earlier run would keep its own mode.
  rmSync(files.bundleFile, { force: true });
  writeFileSync(files.bundleFile, `${JSON.stringify(sandbox.bundle, null, 2)}\n`, { mode: 0o600 });
  writeFileSync(files.configFile, `${JSON.stringify(config, null, 2)}\n`);
  return files;
}

function portOf(text: string, name: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Error(`--${name} must be a port number from 0 to 65535, not "${text}"`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      out: { type: 'string' },
    },
  });
  const sandbox = await startSandbox({
    port: portOf(values.port, 'port'),
    controlPort: portOf(values['control-port'], 'control-port'),
  });
  const end = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const files = writeFiles(resolve(values.out ?? mkdtempSync(join(tmpdir(), 'card-station-sandbox-'))), sandbox);
  const { authUrl, bankingUrl, controlUrl } = sandbox;
  process.stdout.write(`${JSON.stringify({ authUrl, bankingUrl, controlUrl, ...files })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
