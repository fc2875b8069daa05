import { readFileSync } from 'node:fs';

/** Where a system forbids its users the namespaces that the engine's sandbox is made of. */
const USER_NAMESPACES_RESTRICTED = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';

/**
 * What the engine must be told on this machine. The sandbox cannot run as root, nor unpacked on a system that restricts
 * namespaces; an installed station needs neither exception, and shipping refuses the switch.
 */
export function engineSwitches(): string[] {
  return process.getuid?.() === 0 || namespacesRestricted() ? ['--no-sandbox'] : [];
}

function namespacesRestricted(): boolean {
  try {
    return readFileSync(USER_NAMESPACES_RESTRICTED, 'utf8').trim() === '1';
  } catch {
    return false;
  }
}
