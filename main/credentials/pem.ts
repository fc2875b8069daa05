/** One block of a PEM text, with its markers. */
export interface PemBlock {
  /** The words between BEGIN and the dashes, such as `EC PRIVATE KEY`. */
  readonly label: string;
  readonly text: string;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s,:-]*?)-----END \1-----/g;

/** The blocks of a PEM text in its order. Text around them (bag attributes, remarks) is left out. */
export function pemBlocks(text: string): PemBlock[] {
  return [...text.matchAll(BLOCK)].map((match) => ({ label: match[1] ?? '', text: `${match[0]}\n` }));
}
