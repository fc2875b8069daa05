import type { ReadFile } from '../../../../main/config/config-file.ts';
import { loadConfiguration } from '../../../../main/config/load.ts';
import type { Loaded, LoadOptions } from '../../../../main/config/load.ts';
import type { Problem } from '../../../../main/config/problems.ts';

/** The smallest file that a station can work with. */
export const SMALLEST = {
  station: { name: 'Main Street, desk 2', persoStation: 'KIOSK-PS-101' },
  d1: {
    environment: 'staging',
    authUrl: 'https://api.d1-stg.thalescloud.io/authz/v1',
    bankingUrl: 'https://api.d1-stg.thalescloud.io/banking/v1',
  },
};

/** Where each source of the tests is kept. */
export const AT = {
  policyFile: '/policy.json',
  machineFile: '/machine/config.json',
  configFlag: '/flag.json',
  environmentVariable: '/environment.json',
  profileFile: '/profile/config.json',
} as const;
export type SourceName = keyof typeof AT;

/** A file system of these files: a text as it is, anything else as JSON. */
export function fakeFiles(files: Readonly<Record<string, unknown>>): ReadFile {
  return (path, maxBytes) => {
    if (!Object.hasOwn(files, path)) return { kind: 'missing' };
    const content = files[path];
    const bytes = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
    return bytes.length > maxBytes ? { kind: 'too-large' } : { kind: 'read', bytes };
  };
}

/** Loads from the named sources only; what is not named does not exist. */
export function loadFrom(contents: Partial<Record<SourceName, unknown>>, more: LoadOptions = {}): Loaded {
  const files = Object.fromEntries(
    Object.entries(contents).map(([name, content]) => [AT[name as SourceName], content]),
  );
  const named = Object.fromEntries(Object.keys(contents).map((name) => [name, AT[name as SourceName]]));
  return loadConfiguration({ ...named, readFile: fakeFiles(files), ...more });
}

/** One file as the machine's. */
export function loadText(content: unknown): Loaded {
  return loadFrom({ machineFile: content });
}

export function configOf(loaded: Loaded) {
  if (loaded.kind === 'problems') throw new Error(`not loaded: ${lines(loaded.problems).join('; ')}`);
  return loaded.config;
}

export function problemsOf(loaded: Loaded): readonly Problem[] {
  return loaded.kind === 'problems' ? loaded.problems : [];
}

/** Problems as support would read them out. */
export function lines(problems: readonly Problem[]): string[] {
  return problems.map(({ path, message }) => `${path} ${message}`.trim());
}

/** The smallest file with some settings changed. */
export function smallestWith(
  changes: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Record<string, unknown> {
  const file: Record<string, Record<string, unknown>> = structuredClone(SMALLEST);
  for (const [group, settings] of Object.entries(changes)) file[group] = { ...file[group], ...settings };
  return file;
}
