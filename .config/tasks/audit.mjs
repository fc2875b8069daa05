/**
 * `npm run audit`: known weaknesses of the packages. One in what goes into the program fails, one in a tool is named. Where the
 * registry answers no such question, nothing was audited, and the task says so.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build } from './build.mjs';
import { projectVersion } from './package.mjs';
import { SBOM, writeSbom } from './sbom.mjs';
import { setup } from './setup.mjs';
import { probe, say } from './steps.mjs';

/** What `npm audit --json` printed, for the packages named as npm installs them. */
export function verdictOf(report, inProgram) {
  const found = JSON.parse(report);
  if (found.auditReportVersion === undefined) return { kind: 'not-audited', why: String(found.message ?? 'no answer') };
  const lines = Object.values(found.vulnerabilities).map(({ name, severity }) => ({ name, severity }));
  return {
    kind: 'audited',
    program: lines.filter(({ name }) => inProgram.has(name)),
    tools: lines.filter(({ name }) => !inProgram.has(name)),
  };
}

/** Of the packages in the list of the last build. Gives false at a weakness in the program. */
export function audit() {
  const { components } = JSON.parse(readFileSync(SBOM, 'utf8'));
  const names = new Set(components.map(({ name }) => name));
  // npm reports it by its alias.
  if (names.has('@github/keytar')) names.add('keytar');
  const verdict = verdictOf(probe('npm', ['audit', '--json'], { shell: process.platform === 'win32' }).stdout, names);
  if (verdict.kind === 'not-audited') {
    say(`audit: NOT DONE, the registry did not answer it (${verdict.why}).`);
    return true;
  }
  for (const { name, severity } of verdict.tools) say(`audit: a tool, not in the program: ${name} (${severity})`);
  for (const { name, severity } of verdict.program) say(`audit: IN THE PROGRAM: ${name} (${severity})`);
  if (verdict.program.length === 0) say('audit: nothing is known against what goes into the program.');
  return verdict.program.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const runtime = await setup();
  build({ twin: false });
  writeSbom({ runtime, version: projectVersion() });
  if (!audit()) process.exitCode = 1;
}
