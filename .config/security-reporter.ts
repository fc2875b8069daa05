/** Prints the security report at the end of a run of Playwright, from the tags of the tests. */
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';

import { ITEMS } from '../test/security/items.ts';
import { reportOf, type Proof } from '../test/security/report.ts';

export default class SecurityReporter implements Reporter {
  private suite: Suite | null = null;

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onEnd(result: FullResult): Promise<{ status: FullResult['status'] }> {
    const { lines, failed } = reportOf(ITEMS, (this.suite?.allTests() ?? []).map(proofOf));
    process.stdout.write(`\nSecurity: Electron's checklist, the fuses, and the station's own\n${lines.join('\n')}\n`);
    return Promise.resolve({ status: failed ? 'failed' : result.status });
  }
}

function proofOf(test: TestCase): Proof {
  const title = test.titlePath().slice(3).join(' › ');
  switch (test.outcome()) {
    case 'expected':
      return { tags: test.tags, outcome: 'passed', why: '' };
    case 'skipped': {
      const reason = test.annotations.find(({ type }) => type === 'skip')?.description ?? '';
      return { tags: test.tags, outcome: 'skipped', why: reason };
    }
    case 'unexpected':
    case 'flaky':
      return { tags: test.tags, outcome: 'failed', why: title };
  }
}
