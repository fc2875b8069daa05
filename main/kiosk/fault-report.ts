/**
 * What is wrong with configuration and credentials, in the log and on standard error: branch IT finds it without a look at the
 * screen. What is tried again every few seconds is said once, until it is another fault or has been over.
 */
import { problemLine, type Problem } from '../config/problems.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Fault } from '../tracking/fault.ts';
import type { Output } from './commands/output.ts';

type Errors = Pick<Output, 'error'>;

/** All problems of a configuration; none repeats a value, since somebody may have pasted a secret there. */
export function reportProblems(problems: readonly Problem[], log: Log, output: Errors): void {
  for (const problem of problems) {
    const { path, message, source } = problem;
    log.write({ event: 'configuration', path: path === '' ? source : path, detail: message });
    output.error(`card-station: configuration: ${problemLine(problem)}`);
  }
}

/** Told of the fault at each try, and of null when there is none. */
export function createFaultReport(log: Log, output: Errors): (fault: Fault | null) => void {
  let last = '';
  return (fault) => {
    const line = fault === null ? '' : `${fault.family}: ${fault.cause}. ${fault.detail}`;
    if (line === last) return;
    last = line;
    if (fault === null) return;
    log.write({ event: 'credentials', family: fault.family, cause: fault.cause, detail: fault.detail });
    output.error(`card-station: ${line}`);
  };
}
