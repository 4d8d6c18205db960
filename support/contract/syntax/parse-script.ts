import { type ParseResult, type ParserOptions, parseSync } from 'oxc-parser';
import { isNestedTooDeeply } from './nesting.ts';

/** Why a text has no syntax tree. */
export interface ParseFailure {
  /** Where the parser stopped. */
  offset: number;
  /** "does not parse: Unexpected token" */
  reason: string;
}

/** A syntax tree; an empty or a partial one where there is a failure. */
export interface ParsedScript {
  result: ParseResult;
  failure: ParseFailure | undefined;
}

/**
 * Parses foreign text: the one way to the native parser, which ends the whole process where brackets are nested a few thousand deep.
 * @param file its extension says the language where the options do not
 */
export function parseScript(file: string, text: string, options: ParserOptions = {}): ParsedScript {
  if (isNestedTooDeeply(text))
    return {
      result: parseSync(file, '', options),
      failure: { offset: 0, reason: 'its brackets are nested too deeply to be parsed' },
    };
  const result = parseSync(file, text, options);
  const error = result.errors.find(({ severity }) => severity === 'Error');
  return {
    result,
    failure: error && { offset: error.labels[0]?.start ?? 0, reason: `does not parse: ${error.message}` },
  };
}

/** Parses a script that a bundler wrote: JavaScript, a module or not, perhaps with JSX left in it. */
export function parseBundled(text: string): ParsedScript {
  return parseScript('chunk.js', text, { lang: 'jsx', sourceType: 'unambiguous', preserveParens: false });
}
