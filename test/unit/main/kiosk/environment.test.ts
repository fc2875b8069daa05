import { describe, expect, it } from 'vitest';

import { forbiddenVariable } from '../../../../main/kiosk/environment.ts';

const INSTALLED = { strict: true, packaged: true };

describe('the environment of a station', () => {
  it.each(['ELECTRON_DISABLE_SANDBOX', 'NODE_DEBUG', '@PHOTOSTRUCTURE/SQLITE_PREBUILD', 'keytar_prebuild'])(
    'must not have %s, whatever is in it',
    (name) => {
      expect(forbiddenVariable({ PATH: '/bin', [name]: '' }, INSTALLED)).toBe(name);
    },
  );

  it('may have everything else', () => {
    expect(forbiddenVariable({ PATH: '/bin', PREBUILD: '1', DISPLAY: ':0' }, INSTALLED)).toBeUndefined();
  });

  it("is a developer's own business where nothing is packaged", () => {
    const all = { ELECTRON_DISABLE_SANDBOX: '1', NODE_DEBUG: 'tls', KEYTAR_PREBUILD: '/tmp' };
    expect(forbiddenVariable(all, { strict: false, packaged: false })).toBeUndefined();
    expect(forbiddenVariable(all, { strict: false, packaged: true })).toBe('NODE_DEBUG');
  });
});
