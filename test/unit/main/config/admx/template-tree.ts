/** The two templates as trees, read by a parser that is not ours: it throws where a file is not well-formed. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;
}

interface Parser {
  onopentag: (tag: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }) => void;
  onclosetag: () => void;
  ontext: (text: string) => void;
  onerror: (error: Error) => void;
  write(text: string): { close(): void };
}

/** What electron-builder reads XML with. */
const builder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const sax = createRequire(builder.resolve('builder-util-runtime'))('sax') as { parser(strict: true): Parser };

const FOLDER = new URL('../../../../../.config/packaging/windows/PolicyDefinitions/', import.meta.url);

export function templateText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

export function treeOf(xml: string): Node {
  interface Growing extends Node {
    readonly children: Growing[];
    text: string;
  }
  const top: Growing = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const parser = sax.parser(true);
  parser.onopentag = ({ name, attributes }) => {
    const node: Growing = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  };
  parser.onclosetag = () => void open.pop();
  parser.ontext = (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  };
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(xml).close();
  const [root, ...more] = top.children;
  if (root === undefined || more.length > 0) throw new Error('not one root');
  return root;
}

/** The children of this name, over a path of names. */
export function at(node: Node, ...path: readonly string[]): readonly Node[] {
  return path.reduce<readonly Node[]>(
    (nodes, name) => nodes.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [node],
  );
}

/** Every node below. */
export function allOf(node: Node): readonly Node[] {
  return [node, ...node.children.flatMap(allOf)];
}
