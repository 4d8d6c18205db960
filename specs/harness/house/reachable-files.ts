import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importsOf } from './imports.ts';

const source = /\.[cm]?[jt]sx?$/;

/**
 * Every source file that the given ones lead to, themselves included: by an import, or by a path written out
 * (`new URL('./plan.ts', …)`, `globalSetup: './setup.ts'`), which may count from the file's own folder or from the root.
 * A path without a leading dot is followed nowhere: that is how a config names the deployment it embeds.
 * @param entries paths relative to `root`, with forward slashes
 * @throws Error where one of them is not there
 */
export function reachableFiles(root: string, entries: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (texts.has(file)) continue;
    const text = readFileSync(path.join(root, file), 'utf8');
    texts.set(file, text);
    waiting.push(...namedIn(file, text).filter((named) => source.test(named) && existsSync(path.join(root, named))));
  }
  return texts;
}

function namedIn(file: string, text: string): string[] {
  const written = [...text.matchAll(/(['"`])(\.{1,2}\/[^'"`\n]+\.[cm]?tsx?)\1/g)].map((match) => match[2] ?? '');
  const folder = path.posix.dirname(file);
  return [
    ...importsOf(file, text).map(({ to }) => to),
    ...written.flatMap((each) => [path.posix.join(folder, each), path.posix.normalize(each)]),
  ];
}
