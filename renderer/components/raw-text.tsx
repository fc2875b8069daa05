import type { ReactNode } from 'react';

import { rawText } from '../locales/line.ts';

/** A text from outside: escaped by React, kept from turning the line around, cut. */
export function RawText({ text, limit }: { readonly text: string; readonly limit?: number }): ReactNode {
  return <bdi className="raw">{rawText(text, limit)}</bdi>;
}
