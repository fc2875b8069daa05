import { describe, expect, it } from 'vitest';

import { keepEngineNetworkInMain } from '../../../../main/kiosk/engine-network.ts';

function featuresAfter(given: string): string | undefined {
  const switches = new Map([['enable-features', given]]);
  keepEngineNetworkInMain({
    getSwitchValue: (name) => switches.get(name) ?? '',
    appendSwitch: (name, value = '') => void switches.set(name, value),
  });
  return switches.get('enable-features');
}

describe("the engine's network in main", () => {
  it('is asked for where nothing else is', () => {
    expect(featuresAfter('')).toBe('NetworkServiceInProcess2');
  });

  it('leaves what a developer asked for', () => {
    expect(featuresAfter('OneThing,Another')).toBe('OneThing,Another,NetworkServiceInProcess2');
  });
});
