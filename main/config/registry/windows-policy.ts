/**
 * Asks Windows for the policy of this program. "There is none" needs proof: a station that cannot tell whether its policy
 * says where D1 is must not go on with a weaker source.
 */
import type { PolicyReading } from '../sources.ts';
import { readRegistryExport } from './export-text.ts';
import { POLICIES_KEY, POLICY_KEY, POLICY_NAME } from './policy-key.ts';
import { policyValues } from './policy-values.ts';
import { agrees, subKeysIn } from './printed-text.ts';

/** `why` completes "… cannot be read: ". */
interface Failed {
  readonly kind: 'failed';
  readonly why: string;
}

/** What reg.exe is asked for, in the 64-bit view of the registry. Neither throws. */
export interface RegTool {
  /** What it prints of one key: its values, and the names of the keys below. Byte by byte, as Latin-1. */
  readonly query: (key: string) => { readonly kind: 'printed'; readonly text: string } | Failed;
  /** The file that it makes of a key and all below. */
  readonly exportKey: (key: string) => { readonly kind: 'exported'; readonly bytes: Uint8Array } | Failed;
}

/** Group Policy may write between two questions: then they are asked anew, this often. */
const ATTEMPTS = 3;

/** One short call of reg.exe where there is no policy, three where there is one. */
export function readWindowsPolicy(tool: RegTool): PolicyReading {
  const name = POLICY_KEY;
  const above = tool.query(POLICIES_KEY);
  if (above.kind === 'failed') return { kind: 'unreadable', name, why: above.why };
  const policies = subKeysIn(above.text, POLICIES_KEY);
  // Every Windows has policies of its own there; a text without them came from something else.
  if (policies === null)
    return { kind: 'unreadable', name, why: 'reg.exe printed no policies at all, not even those of Windows' };
  if (!policies.some((policy) => policy.toLowerCase() === POLICY_NAME.toLowerCase())) return { kind: 'none', name };

  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const exported = tool.exportKey(POLICY_KEY);
    if (exported.kind === 'failed') return { kind: 'unreadable', name, why: exported.why };
    const reading = readRegistryExport(exported.bytes);
    if (reading.kind === 'broken') return { kind: 'unreadable', name, why: reading.why };
    const printed = tool.query(POLICY_KEY);
    if (printed.kind === 'failed') return { kind: 'unreadable', name, why: printed.why };
    if (agrees(printed.text, reading.entries, POLICY_KEY))
      return { kind: 'read', name, ...policyValues(reading.entries) };
  }
  return {
    kind: 'unreadable',
    name,
    why: 'what reg.exe exported is not what it printed; another program may have changed the file',
  };
}
