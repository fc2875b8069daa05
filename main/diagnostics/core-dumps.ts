/** What the system writes down when a process crashes: of ours, none of its memory, since keys and tokens lie in it. */
import { writeFileSync } from 'node:fs';

/** Linux: which memory goes into a core file, as bits; none of them. Source: core(5). Processes started later inherit it. */
const FILTER = '/proc/self/coredump_filter';
const NO_MEMORY = '0';

/** Best effort: elsewhere, or where /proc is closed, the system's own settings count. */
export function keepMemoryOutOfCores(platform: NodeJS.Platform = process.platform, file = FILTER): void {
  if (platform !== 'linux') return;
  try {
    writeFileSync(file, NO_MEMORY);
  } catch {
    // Nothing is lost that was there before.
  }
}
