/** What the system writes down when a process crashes: of ours, none of its memory, since keys, tokens and a PIN being typed lie in it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which memory goes into a core file, as bits; none of them. Source: core(5). */
const NO_MEMORY = '0';

/**
 * For this process and those that it has started; processes started later by either inherit it. The engine's page is forked from
 * a process that is older than this program's first line. Best effort: elsewhere, or where /proc is closed, the system's own
 * settings count.
 * @param folder where Linux tells of processes
 */
export function keepMemoryOutOfCores(platform: NodeJS.Platform = process.platform, folder = '/proc'): void {
  if (platform !== 'linux') return;
  for (const pid of ['self', ...startedBefore(folder)]) {
    try {
      writeFileSync(join(folder, pid, 'coredump_filter'), NO_MEMORY);
    } catch {
      // Nothing is lost that was there before.
    }
  }
}

/** The numbers of this process's children. Source: proc(5), `task/<tid>/children`. */
function startedBefore(folder: string): string[] {
  try {
    const pid = String(process.pid);
    return readFileSync(join(folder, 'self/task', pid, 'children'), 'utf8')
      .split(' ')
      .filter(Boolean);
  } catch {
    return [];
  }
}
