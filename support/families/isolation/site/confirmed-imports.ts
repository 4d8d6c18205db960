import type { Node } from 'oxc-parser';
import { literalText } from '../../../contract/syntax/expressions.ts';
import { parseBundled } from '../../../contract/syntax/parse-script.ts';
import { childrenOf } from '../../../contract/syntax/syntax.ts';

/** The addresses that a script imports by its syntax tree, also lazily. Where it does not parse, none. */
export function confirmedImports(text: string, url: string): Set<string> {
  const found = new Set<string>();
  const { result, failure } = parseBundled(text);
  if (failure) return found;
  const walk = (node: Node) => {
    const source = 'source' in node ? (node.source as Node | null) : undefined;
    const written = source ? literalText(source) : undefined;
    const address = written === undefined ? undefined : URL.parse(written, url);
    if (address) {
      address.hash = '';
      found.add(address.href);
    }
    for (const child of childrenOf(node)) walk(child);
  };
  walk(result.program);
  return found;
}
