import type { ParseResult } from 'oxc-parser';
import { type ParseFailure, parseScript } from './parse-script.ts';
import { readScriptBlocks } from './script-blocks.ts';

/** A file's text as it is on disk, and its syntax. */
export interface ParsedSource {
  text: string;
  result: ParseResult;
  failure: ParseFailure | undefined;
}

/** Parses a source file in the language of its extension. Plain JavaScript may contain JSX, as bundlers allow. Never throws. */
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
  const isModule = isComponent || source.lang !== 'jsx';
  const scriptType = extension === 'cjs' ? 'commonjs' : 'unambiguous';
  const { result, failure } = parseScript(path, source.text, {
    lang: source.lang,
    sourceType: isModule ? 'module' : scriptType,
    preserveParens: false,
  });
  return { text, result, failure };
}

const markupLanguages = ['vue', 'svelte', 'astro', 'mdx', 'html'] as const;
const languages: Readonly<Record<string, 'ts' | 'tsx' | 'jsx'>> = { ts: 'ts', mts: 'ts', cts: 'ts', tsx: 'tsx' };

/** The modules that a file asks for, as written: `import … from`, `export … from`, `import()`, `require()`. Types are left out. */
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
  for (const request of requiredModules(source.text)) requests.add(request);
  return [...requests];
}

/** What begins an import or an export. `@import` of a style sheet in a text and `import.meta` do not. */
const moduleSyntax =
  /(?<![@\w$])(?:import(?=\s*["'{*(/]|\s+[\w$\\\u0080-\uffff])|export(?=\s*[{*/]|\s+[\w$\\\u0080-\uffff]))/;

/**
 * The modules that a plain script asks for, by its text alone; undefined where its syntax has to be looked at. A script without an import or an
 * export can ask for modules by `require` only.
 */
export function requestsOfPlainScript(path: string, text: string): string[] | undefined {
  return /\.[cm]?js$/.test(path) && !moduleSyntax.test(text) ? requiredModules(text) : undefined;
}

function requiredModules(text: string): string[] {
  return requireNames(text).flatMap((name) =>
    [...text.matchAll(callsWithText(name))].map(([, written = '']) =>
      written.replace(/['"`]\s*\+\s*['"`]|^['"`]|['"`]$/g, ''),
    ),
  );
}

/** `require`, and what a file calls the result of `createRequire`. */
function requireNames(text: string): string[] {
  if (!text.includes('require') && !text.includes('createRequire')) return [];
  const made = text.matchAll(/\b(?:const|let|var)\s+([\w$]+)\s*=\s*(?:[\w$]+\.)?createRequire\s*\(/g);
  return ['require', ...[...made].map(([, name = '']) => name)];
}

/** Calls with a text, or several joined by `+`. */
function callsWithText(name: string): RegExp {
  const text = '([\'"`])[^\'"`\\n]+\\2';
  return new RegExp(
    `(?<![\\w$.])${RegExp.escape(name)}\\s*\\(\\s*(${text}(?:\\s*\\+\\s*['"\`][^'"\`\\n]+['"\`])*)`,
    'g',
  );
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
