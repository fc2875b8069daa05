/** What the environment must not ask of an installed station. Pure. */

/** The engine without its sandbox. */
const STRICTLY_FORBIDDEN = ['ELECTRON_DISABLE_SANDBOX'];
/** Node's own account of connections, which prints tokens. */
const FORBIDDEN = ['NODE_DEBUG'];
/** Native code from anywhere, in place of the package's own. Source: node-gyp-build, which finds the libraries' binaries. */
const FOREIGN_BINARY = /_PREBUILD$/i;

/** The first variable that is set and must not be; undefined when there is none. */
export function forbiddenVariable(
  environment: Readonly<Record<string, string | undefined>>,
  { strict, packaged }: { readonly strict: boolean; readonly packaged: boolean },
): string | undefined {
  const names = [...(strict ? STRICTLY_FORBIDDEN : []), ...(packaged ? FORBIDDEN : [])];
  return Object.keys(environment).find(
    (name) => environment[name] !== undefined && (names.includes(name) || (packaged && FOREIGN_BINARY.test(name))),
  );
}
