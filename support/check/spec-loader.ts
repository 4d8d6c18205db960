import { existsSync, realpathSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const slot = Symbol.for('airlock.evaluations');
/** How often each file has been evaluated in this thread, by whom. */
const shelf = globalThis as { [slot]?: Map<string, number> };

/**
 * Loads specs so that their checks are known before the first of them is run. vitest evaluates each once more when its
 * turn comes, and only vitest's import is told to its watcher.
 */
export class SpecLoader {
  readonly #round: string;

  constructor() {
    if (!shelf[slot]) {
      shelf[slot] = new Map();
      hook(shelf[slot]);
    }
    // What watch mode runs again may have been changed: each round evaluates it anew.
    this.#round = nextTurn(shelf[slot], 'round');
  }

  /** Evaluates one spec. @throws whatever it throws */
  async load(file: string): Promise<void> {
    await import(`${pathToFileURL(file).href}?airlock=${this.#round}`);
  }
}

/** A turn's number in thirteen digits, the form in which vitest takes it out of the traces again. */
function nextTurn(turns: Map<string, number>, of: string): string {
  const turn = (turns.get(of) ?? 0) + 1;
  turns.set(of, turn);
  return String(turn).padStart(13, '0');
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

/**
 * vitest tells its evaluations of a file apart by the time of day. By their turn they have the same address in every run,
 * so that Node's compile cache is found again, and does not grow with each run.
 */
function hook(turns: Map<string, number>): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (isCollected(specifier)) return { url: specifier, shortCircuit: true };
      const file = isCollected(context.parentURL) ? relativeFile(specifier, context.parentURL) : undefined;
      if (file !== undefined) return { url: file, shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      const [address, time] = resolved.url.split('?vitest=');
      if (address === undefined || time === undefined) return resolved;
      return { ...resolved, url: `${address}?vitest=${nextTurn(turns, address)}` };
    },
    // Told, and not guessed from what the spec imports: a CommonJS module would be evaluated once, whatever its query.
    load(url, context, nextLoad) {
      return nextLoad(
        url,
        /\.ts\?(?:airlock|vitest)=/.test(url) ? { ...context, format: 'module-typescript' } : context,
      );
    },
  });
}
