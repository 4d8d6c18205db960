import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

export interface Import {
  /** Paths relative to the repository, with forward slashes. */
  from: string;
  to: string;
  line: number;
}

export interface PackageImport {
  /** Path relative to the repository, with forward slashes. */
  from: string;
  /** The package, without the path inside it: `convex` for `convex/values`. */
  name: string;
  line: number;
}

interface Specifier {
  value: string;
  line: number;
  /** Gone before the module runs: `import type`, `export type`. */
  isErased: boolean;
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
  return specifiersOf(file, text)
    .filter(({ value }) => value.startsWith('.'))
    .map(({ value, line }) => ({ from: file, to: path.posix.join(path.posix.dirname(file), value), line }));
}

/** The packages that one source text loads when it runs. @throws Error where it does not parse */
export function packagesOf(file: string, text: string): PackageImport[] {
  return specifiersOf(file, text)
    .filter(({ value, isErased }) => !isErased && !value.startsWith('.') && !isBuiltin(value))
    .map(({ value, line }) => ({ from: file, name: /^(?:@[^/]+\/)?[^/]+/.exec(value)?.[0] ?? value, line }));
}

function specifiersOf(file: string, text: string): Specifier[] {
  const { module, errors } = parseSync(file, text);
  const [error] = errors;
  if (error) throw new Error(`${file} does not parse: ${error.message}`);
  const specifier = (value: string, statement: number, start: number): Specifier => ({
    value,
    line: text.slice(0, start).split('\n').length,
    isErased: /^(?:import|export)\s+type\b/.test(text.slice(statement, statement + 20)),
  });
  return [
    ...module.staticImports.map(({ moduleRequest, start }) =>
      specifier(moduleRequest.value, start, moduleRequest.start),
    ),
    ...module.staticExports.flatMap(({ entries, start }) =>
      entries.flatMap(({ moduleRequest }) =>
        moduleRequest ? [specifier(moduleRequest.value, start, moduleRequest.start)] : [],
      ),
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest, start }) => {
      const literal = /^(['"`])((?:(?!\$\{).)*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2];
      return literal === undefined ? [] : [specifier(literal, start, moduleRequest.start)];
    }),
  ];
}
