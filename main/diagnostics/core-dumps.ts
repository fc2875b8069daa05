/** What the system writes down when a process crashes: of ours, none of its memory, since keys, tokens and a PIN being typed lie in it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which memory goes into a core file, as bits; none of them. Source: core(5). */
const NO_MEMORY = '0';

/**
 * For this process, those that it has started, and theirs; processes started later by any of them inherit it. The engine's page is
 * forked from a process that is older than this program's first line, and with the sandbox that one is a child of another's.
 * Best effort: elsewhere, or where /proc is closed, the system's own settings count.
 * @param folder where Linux tells of processes
 */
export function keepMemoryOutOfCores(platform: NodeJS.Platform = process.platform, folder = '/proc'): void {
  if (platform !== 'linux') return;
  for (const pid of ['self', ...startedBefore(folder, 'self', String(process.pid))]) {
    try {
      writeFileSync(join(folder, pid, 'coredump_filter'), NO_MEMORY);
    } catch {
      // Nothing is lost that was there before.
    }
  }
}

/** The numbers of the children of a process, and of theirs. Source: proc(5), `task/<tid>/children`. */
function startedBefore(folder: string, name: string, pid: string): string[] {
  try {
    const children = readFileSync(join(folder, name, 'task', pid, 'children'), 'utf8')
      .split(' ')
      .filter(Boolean);
    return children.flatMap((child) => [child, ...startedBefore(folder, child, child)]);
  } catch {
    return [];
  }
}
