/** Where commands print: results to standard output, everything else to standard error. */
export interface Output {
  line(text: string): void;
  error(text: string): void;
  /** Prints one clear line and gives the exit code of a command that could not do its work. */
  failed(text: string): 1;
}

export const terminal: Output = {
  line: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
  failed(text) {
    process.stderr.write(`card-station: ${text}\n`);
    return 1;
  },
};
