import type { Node } from 'oxc-parser';
import { literalText } from './expressions.ts';
import { parseBundled } from './parse-script.ts';
import { childrenOf } from './syntax.ts';

/** The addresses that a script imports by its syntax tree, also lazily. Where it does not parse, none. */
export function confirmedImports(text: string, url: string): Set<string> {
  const found = new Set<string>();
  for (const written of importSpecifiers(text) ?? []) {
    const address = URL.parse(written, url);
    if (address === null) continue;
    address.hash = '';
    found.add(address.href);
  }
  return found;
}

/** What a script imports, at once or lazily, as it is written there; undefined where the script does not parse. */
export function importSpecifiers(text: string): string[] | undefined {
  const { result, failure } = parseBundled(text);
  if (failure) return undefined;
  const found: string[] = [];
  const walk = (node: Node) => {
    const source = 'source' in node ? (node.source as Node | null) : undefined;
    const written = source ? literalText(source) : undefined;
    if (written !== undefined) found.push(written);
    for (const child of childrenOf(node)) walk(child);
  };
  walk(result.program);
  return found;
}
