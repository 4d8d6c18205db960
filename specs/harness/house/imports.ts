import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

export interface Import {
  /** Paths relative to the repository, with forward slashes. */
  from: string;
  to: string;
  line: number;
}

/** The imports from one file of the repository to another, types and dynamic imports with a literal included. */
export function importsIn(
  root: string,
  patterns: readonly string[],
  source: (file: string) => string = (file) => readFileSync(path.join(root, file), 'utf8'),
): Import[] {
  const files = globSync(patterns, { cwd: root, exclude: (name) => name === '_generated' || name === 'node_modules' });
  return files
    .flatMap((file) => importsOf(file.replaceAll('\\', '/'), source(file)))
    .filter(({ to }) => existsSync(path.join(root, to)));
}

/** The relative imports of one source text. @throws Error where it does not parse: a file that is passed over has no rules */
export function importsOf(file: string, text: string): Import[] {
  const { module, errors } = parseSync(file, text);
  const [error] = errors;
  if (error) throw new Error(`${file} does not parse: ${error.message}`);
  const specifiers = [
    ...module.staticImports.map(({ moduleRequest }) => ({ value: moduleRequest.value, start: moduleRequest.start })),
    ...module.staticExports
      .flatMap(({ entries }) => entries)
      .flatMap(({ moduleRequest }) =>
        moduleRequest ? [{ value: moduleRequest.value, start: moduleRequest.start }] : [],
      ),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      value: text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
      start: moduleRequest.start,
    })),
  ];
  return specifiers
    .filter(({ value }) => value.startsWith('.'))
    .map(({ value, start }) => ({
      from: file,
      to: path.posix.join(path.posix.dirname(file), value),
      line: text.slice(0, start).split('\n').length,
    }));
}
