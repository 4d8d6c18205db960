import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const slot = Symbol.for('airlock.spec-sources');
const shelf = globalThis as { [slot]?: Map<string, string> };

/**
 * Loads specs so that their checks are known before the first of them is run. vitest evaluates each once more when its
 * turn comes; its types are stripped here and then not again, and only vitest's import is told to its watcher.
 */
export class SpecLoader {
  readonly #round: string;

  /** @param round tells this import of a spec from those of other runs: each evaluates it anew */
  constructor(round: string) {
    this.#round = round;
    if (!shelf[slot]) {
      shelf[slot] = new Map();
      hook(shelf[slot]);
    }
    // What watch mode runs again may have been changed.
    shelf[slot].clear();
  }

  /** Evaluates one spec. @throws whatever it throws */
  async load(file: string): Promise<void> {
    await import(`${pathToFileURL(file).href}?airlock=${this.#round}`);
  }
}

function isCollected(address: string | undefined): address is string {
  return address !== undefined && /^file:.*[?&]airlock=/.test(address);
}

/** What a spec imports by a path, as Node resolves it: the file itself, whatever links lead to it. */
function relativeFile(specifier: string, parent: string): string | undefined {
  if (!/^\.\.?\//.test(specifier)) return undefined;
  const file = fileURLToPath(new URL(specifier, parent));
  return existsSync(file) ? pathToFileURL(realpathSync(file)).href : undefined;
}

function hook(sources: Map<string, string>): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (isCollected(specifier)) return { url: specifier, shortCircuit: true };
      const file = isCollected(context.parentURL) ? relativeFile(specifier, context.parentURL) : undefined;
      return file === undefined ? nextResolve(specifier, context) : { url: file, shortCircuit: true };
    },
    load(url, context, nextLoad) {
      if (!url.startsWith('file:') || !url.includes('?')) return nextLoad(url, context);
      const file = fileURLToPath(url);
      if (isCollected(url)) sources.set(file, stripTypeScriptTypes(readFileSync(file, 'utf8')));
      const source = sources.get(file);
      return source === undefined ? nextLoad(url, context) : { format: 'module', source, shortCircuit: true };
    },
  });
}
