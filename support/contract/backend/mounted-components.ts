import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const imported = /\bimport\s+([\w$]+)\s+from\s+["']([^"']+)["']/g;
const used = /\.use\(\s*([\w$]+)\s*(?:,\s*\{([^}]*)\})?/g;

/** A component that convex.config.ts mounts. */
export interface MountedComponent {
  name: string;
  /** The folder of its own convex.config; undefined where it is not found. */
  folder: string | undefined;
  /** Whether its code is part of the team's own tree, and not of a package. */
  isOwn: boolean;
}

/**
 * The components that convex.config.ts mounts, by the name of `app.use(component, { name })`, or the one that the component gives itself. Its
 * text is read: only the CLI can import it, since it replaces each import of a component.
 * @param directory absolute path of the functions folder
 */
export function mountedComponents(directory: string): MountedComponent[] {
  const config = ['convex.config.ts', 'convex.config.js'].map((name) => path.join(directory, name)).find(existsSync);
  if (config === undefined) return [];

  const text = readFileSync(config, 'utf8');
  const sources = new Map([...text.matchAll(imported)].map(([, name = '', from = '']) => [name, from]));
  return [...text.matchAll(used)].flatMap(([, name = '', options = '']) => {
    const from = sources.get(name);
    if (from === undefined) return [];
    const file = configFile(config, from);
    const given = /\bname\s*:\s*["']([^"']+)["']/.exec(options)?.[1];
    return {
      name: given ?? (file && ownName(file)) ?? camelCase(from),
      folder: file && path.dirname(file),
      isOwn: from.startsWith('.'),
    };
  });
}

function configFile(config: string, from: string): string | undefined {
  if (from.startsWith('.'))
    return ['', '.ts', '.js'].map((end) => path.resolve(path.dirname(config), from + end)).find(isFile);
  try {
    return createRequire(pathToFileURL(config)).resolve(from.replace(/\.js$/, ''));
  } catch {
    return undefined;
  }
}

function isFile(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file) && existsSync(file);
}

/** `rateLimiter` of `defineComponent("rateLimiter")`. */
function ownName(file: string): string | undefined {
  return /\bdefineComponent\(\s*["']([^"']+)["']/.exec(readFileSync(file, 'utf8'))?.[1];
}

/** `rateLimiter` of `@convex-dev/rate-limiter/convex.config`. */
function camelCase(from: string): string {
  const steps = from.replace(/\/convex\.config(?:\.[jt]s)?$/, '').split('/');
  return (steps.at(-1) ?? '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
