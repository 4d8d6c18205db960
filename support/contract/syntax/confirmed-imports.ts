import { literalText } from './expressions.ts';
import { parseBundled } from './parse-script.ts';

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

/**
 * What a script imports, at once or lazily, as it is written there; undefined where the script does not parse. The parser's own record of
 * imports is read: copying the whole tree out of the parser takes three times as long.
 */
export function importSpecifiers(text: string): string[] | undefined {
  const { result, failure } = parseBundled(text);
  if (failure) return undefined;
  const { staticImports, staticExports, dynamicImports } = result.module;
  const exported = staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? []));
  const lazily = dynamicImports.flatMap(({ moduleRequest: { start, end } }) => textOf(text.slice(start, end)) ?? []);
  return [...staticImports.map(({ moduleRequest }) => moduleRequest.value), ...exported, ...lazily];
}

/** The text that an expression writes out; undefined where it is put together. */
function textOf(expression: string): string | undefined {
  const [statement] = parseBundled(expression).result.program.body;
  return statement?.type === 'ExpressionStatement' ? literalText(statement.expression) : undefined;
}
