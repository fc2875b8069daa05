/**
 * `@peculiar/x509` wires its algorithms through a container that asks for the metadata half of `Reflect`, which no
 * JavaScript engine has. These three functions are all it calls. Import this file before `@peculiar/x509`.
 */
interface MetadataReflect {
  getMetadata?: (key: unknown, target: object) => unknown;
  getOwnMetadata?: (key: unknown, target: object) => unknown;
  defineMetadata?: (key: unknown, value: unknown, target: object) => void;
}

const reflect = Reflect as MetadataReflect;

// A full polyfill that someone else has loaded stays.
if (reflect.getMetadata === undefined) {
  const metadata = new WeakMap<object, Map<unknown, unknown>>();
  const own = (key: unknown, target: object): unknown => metadata.get(target)?.get(key);
  reflect.getOwnMetadata = own;
  reflect.getMetadata = (key, target) => {
    for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      if (metadata.get(at)?.has(key) === true) return own(key, at);
    }
    return undefined;
  };
  reflect.defineMetadata = (key, value, target) => {
    const map = metadata.get(target) ?? new Map<unknown, unknown>();
    metadata.set(target, map.set(key, value));
  };
}
