import { describe, expect, it } from 'vitest';

import { stationFacts } from '../../../../main/kiosk/station-facts.ts';
import { fakeFiles, loadFrom, smallestWith } from '../config/fake-files.ts';

const text = (words: string) => ({ words });
const REASONS = {
  CB_TIME: { fr: text('Puce'), en: text('Chip'), es: text('Chip (es)') },
  ODD: { ja: text('チップ'), ar: text('شريحة') },
};

function factsWith(language: string) {
  const config = smallestWith({ reasons: { file: 'reasons.json' }, screen: { language } });
  const readFile = fakeFiles({ '/config.json': config, '/reasons.json': REASONS });
  return stationFacts(loadFrom({}, { machineFile: '/config.json', readFile }), '0.1.0');
}

describe("the bank's words for a reason", () => {
  it('are in the chosen language, else in that of the configuration, else English, else the first there is', () => {
    const french = factsWith('fr');
    expect(french.reasonTextOf('CB_TIME', 'es')?.words).toBe('Chip (es)');
    expect(french.reasonTextOf('CB_TIME', 'ja')?.words).toBe('Puce');
    expect(factsWith('ar').reasonTextOf('CB_TIME', 'ja')?.words).toBe('Chip');
    expect(french.reasonTextOf('ODD', 'es')?.words).toBe('チップ');
  });

  it('are none for other codes, nor on a station without a configuration', () => {
    expect(factsWith('en').reasonTextOf('cb_time', 'en')).toBeNull();
    expect(stationFacts(loadFrom({}), '0.1.0').reasonTextOf('CB_TIME', 'en')).toBeNull();
  });
});
