import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { moduleFile } from '../../files/module-file.ts';

const slot = Symbol.for('airlock.config-modules');
/** Configs and what they import by a path: the addresses of files that are loaded here and not by the runner, each with its config's. */
const shelf = globalThis as { [slot]?: Map<string, string> };

/** Endings that an import may leave out, in the order in which they are tried. */
const endings = ['.ts', '.mts', '.js', '.mjs', '.json'];

/**
 * Imports a module and what it imports by a path in one way, whichever runner asks and whatever the nearest `package.json` says
 * of `type`. Left to themselves they differ: Node goes by the syntax where `type` is absent and refuses `export` where it is
 * `commonjs`, and Playwright turns the same file into a CommonJS module, in which `export default` becomes a property.
 * Sources: Node, "Determining module system"; Playwright 1.65, `lib/transform/esmLoader`.
 * @param file absolute
 */
export async function importModules(file: string): Promise<Record<string, unknown>> {
  shelf[slot] ??= withHooks(new Map());
  // The address under which Node loads it, whatever links lead to it.
  const address = pathToFileURL(realpathSync(file)).href;
  shelf[slot].set(address, address);
  return (await import(address)) as Record<string, unknown>;
}

/** The files that a module was made of when it was imported last, itself first. @param file absolute */
export function importedFiles(file: string): string[] {
  const address = pathToFileURL(realpathSync(file)).href;
  const own = [...(shelf[slot] ?? [])].filter(([, config]) => config === address);
  return own.map(([imported]) => fileURLToPath(imported));
}

/** What is registered last is asked first: before the hooks of the runner, which was there already. */
function withHooks(own: Map<string, string>): Map<string, string> {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const { parentURL = '' } = context;
      const config = own.get(parentURL);
      if (config === undefined) return nextResolve(specifier, context);
      const file = fileAt(specifier, parentURL);
      if (file === undefined) return resolveAirlock(specifier, () => nextResolve(specifier, context));
      const url = pathToFileURL(realpathSync(file)).href;
      own.set(url, config);
      return { url, shortCircuit: true };
    },
    load(url, context, nextLoad) {
      if (!own.has(url)) return nextLoad(url, context);
      const file = fileURLToPath(url);
      const format = moduleFormat(file);
      if (format === undefined) return nextLoad(url, context);
      return { format, source: readFileSync(file, 'utf8'), shortCircuit: true };
    },
  });
  return own;
}

/** `airlock` is this Airlock where the config's own repository has not installed one: a clone beside it then loads the same config. */
function resolveAirlock<Resolved>(
  specifier: string,
  resolve: () => Resolved,
): Resolved | { url: string; shortCircuit: true } {
  try {
    return resolve();
  } catch (error) {
    if (specifier !== 'airlock') throw error;
    return { url: pathToFileURL(moduleFile(import.meta.filename, '../../package/index.ts')).href, shortCircuit: true };
  }
}

/** The file that a relative import means, also without its ending, or with that of the JavaScript it is compiled to. */
function fileAt(specifier: string, parent: string): string | undefined {
  if (!/^\.{1,2}\//.test(specifier) || /[?#]/.test(specifier)) return undefined;
  const named = fileURLToPath(new URL(specifier, parent));
  const source = named.replace(/\.([cm]?)js$/, '.$1ts');
  return [named, source, ...endings.map((ending) => named + ending), ...endings.map(indexOf(named))].find(isFile);
}

const indexOf = (folder: string) => (ending: string) => path.join(folder, `index${ending}`);

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}

/** How a file with the syntax of a module is loaded; undefined for any other, which Node decides itself. */
function moduleFormat(file: string): 'module' | 'module-typescript' | undefined {
  const [, isTypeScript] = /\.(?:(m?ts)|m?js)$/.exec(file) ?? [];
  if (!/\.m?[jt]s$/.test(file)) return undefined;
  const isModule = /\.m[jt]s$/.test(file) || /^[ \t]*(?:export\b|import\b(?!\s*\())|\bimport\.meta\b/m.test(read(file));
  if (!isModule) return undefined;
  return isTypeScript === undefined ? 'module' : 'module-typescript';
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
