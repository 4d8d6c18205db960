import type { ParseResult } from 'oxc-parser';
import { parseSync } from 'oxc-parser';
import { readScriptBlocks } from './script-blocks.ts';

/** A file's text as it is on disk, and what the parser made of it. */
export interface ParsedSource {
  text: string;
  result: ParseResult;
  /** The first error, if the file does not parse: its offset and the parser's words. */
  failure: { offset: number; reason: string } | undefined;
}

/** Parses a source file by the language its name tells. Plain JavaScript may hold JSX, as bundlers allow. Never throws. */
export function parseSource(path: string, text: string): ParsedSource {
  const whole = parseAs(path, text, 'whole');
  const isComponent = markupLanguages.some((language) => path.endsWith(`.${language}`));
  return whole.failure && isComponent ? parseAs(path, text, 'names') : whole;
}

function parseAs(path: string, text: string, form: 'whole' | 'names'): ParsedSource {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const language = markupLanguages.find((each) => each === extension);
  const isComponent = language !== undefined;
  const source = isComponent
    ? readScriptBlocks(text, language, form)
    : { text, lang: languages[extension] ?? ('jsx' as const) };
  const isTyped = source.lang !== 'jsx';
  const result = parseSync(path, source.text, {
    lang: source.lang,
    sourceType: isTyped || isComponent ? 'module' : extension === 'cjs' ? 'commonjs' : 'unambiguous',
    preserveParens: false,
  });
  const error = result.errors.find((candidate) => candidate.severity === 'Error');
  const failure =
    error === undefined
      ? undefined
      : { offset: error.labels[0]?.start ?? 0, reason: `does not parse: ${error.message}` };
  return { text, result, failure };
}

const markupLanguages = ['vue', 'svelte', 'astro', 'mdx'] as const;
const languages: Readonly<Record<string, 'ts' | 'tsx' | 'jsx'>> = { ts: 'ts', mts: 'ts', cts: 'ts', tsx: 'tsx' };

/** A request for another module, as written: `import … from`, `export … from`, `import()`, `require()`. Type-only ones are left out. */
export function moduleRequests(source: ParsedSource): string[] {
  const { module } = source.result;
  const requests = new Set<string>();
  for (const entry of module.staticImports) {
    if (entry.entries.length === 0 || entry.entries.some((name) => !name.isType))
      requests.add(entry.moduleRequest.value);
  }
  for (const statement of module.staticExports) {
    for (const entry of statement.entries) {
      if (entry.moduleRequest !== null && !entry.isType) requests.add(entry.moduleRequest.value);
    }
  }
  for (const entry of module.dynamicImports) {
    const written = source.text.slice(entry.moduleRequest.start, entry.moduleRequest.end);
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(written)?.[2];
    if (literal !== undefined) requests.add(literal);
  }
  if (source.text.includes('require')) {
    for (const match of source.text.matchAll(/\brequire\s*\(\s*(['"`])([^'"`\n]+)\1/g)) requests.add(match[2] ?? '');
  }
  return [...requests];
}

/** The modules from which a file imports a value that it, or they, call by one of `names`. */
export function importsOf(source: ParsedSource, names: readonly string[]): string[] {
  const isNamed = (name: string | null) => name !== null && names.includes(name);
  return source.result.module.staticImports
    .filter(({ entries }) =>
      entries.some(
        ({ isType, importName, localName }) => !isType && (isNamed(importName.name) || isNamed(localName.value)),
      ),
    )
    .map(({ moduleRequest }) => moduleRequest.value);
}
