import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ending = '.d.ts';

/**
 * Leaves the declarations that the entries lead to, in the form in which they are found once they are shipped, and removes the others.
 * @param entries relative to `root`, without their ending
 * @returns the packages that the remaining ones import types of
 * @throws Error where one imports a file that is not there: every type of it would silently be `any`
 */
export function keepDeclarations(root: string, entries: readonly string[]): Set<string> {
  const packages = new Set<string>();
  const kept = new Set<string>();
  const waiting = entries.map((entry) => path.join(root, entry + ending));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (kept.has(file)) continue;
    kept.add(file);
    const text = readFileSync(file, 'utf8');
    for (const specifier of specifiersIn(text)) {
      if (!specifier.startsWith('.')) {
        if (!specifier.startsWith('node:')) packages.add(packageOf(specifier));
        continue;
      }
      const target = path.join(path.dirname(file), specifier.replace(/\.[jt]s$/, ending));
      if (!existsSync(target)) throw new Error(`${file} imports the types of ${specifier}, which are not there`);
      waiting.push(target);
    }
    writeFileSync(
      file,
      text.replaceAll(specifierForm, (all, before, specifier, after) =>
        specifier.startsWith('.') ? `${before}${specifier.replace(/\.ts$/, '.js')}${after}` : all,
      ),
    );
  }
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith(ending) && !kept.has(path.join(root, file))) rmSync(path.join(root, file));
  return packages;
}

const specifierForm = /(\bfrom\s*['"]|\bimport\(\s*['"]|^import\s*['"])([^'"\n]+)(['"])/gm;

function specifiersIn(text: string): string[] {
  return [...text.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(specifierForm)].map((match) => match[2] ?? '');
}

/** The package of a specifier: `@scope/name` of `@scope/name/deep`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
