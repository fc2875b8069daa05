/** electron-builder.yml as electron-builder reads it: with its own parser, so that both see the same. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { ROOT } from './steps.mjs';

export function builderConfig() {
  const { load } = builderRequire()('js-yaml');
  return load(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8'));
}

/** Throws with every setting that electron-builder's schema does not know or allow. */
export async function checkBuilderConfig(config) {
  const { validateConfiguration } = builderRequire()('./out/util/config/config.js');
  await validateConfiguration(config, { isEnabled: false, add: () => undefined });
}

/** What the library behind electron-builder itself would load. */
function builderRequire() {
  return createRequire(createRequire(join(ROOT, 'package.json')).resolve('app-builder-lib/package.json'));
}
