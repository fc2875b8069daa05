/** Where Windows keeps the policy of this program. Only the machine's half: what a user's hive says is never asked. */

/** All policies of the machine lie under it. Windows has it on every PC, with Microsoft's own in it. */
export const POLICIES_KEY = 'HKLM\\SOFTWARE\\Policies';

/** The name of our key there. */
export const POLICY_NAME = 'Card Station';

/**
 * Our key. Every setting is one value of it, named by its whole path (`d1.environment`): the name in the registry is then
 * the name in the documentation and in every sentence about it, and a policy is one page of the registry editor.
 */
export const POLICY_KEY = `${POLICIES_KEY}\\${POLICY_NAME}`;

/** As reg.exe writes it in what it prints and exports. */
export function longName(key: string): string {
  return key.replace(/^HKLM\\/, 'HKEY_LOCAL_MACHINE\\');
}
