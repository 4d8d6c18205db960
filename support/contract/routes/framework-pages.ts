import { posix } from 'node:path';
import type { RoutingFramework } from './page-route.ts';

/** How the source of a framework says which pages there are. */
export interface FrameworkPages {
  name: RoutingFramework;
  /** The name of its configuration, up to the extension. */
  config: string;
  dependency: string;
  /** Where a manifest of an app declares it. */
  dependencyKinds: readonly ('dependencies' | 'devDependencies')[];
  /** How its configuration writes the path that all addresses begin with. */
  base: RegExp;
  /** The folders of its pages, by the text of its configuration. */
  foldersOf(config: string): readonly string[];
  /** The path of a file of such a folder; undefined for one that is not a page. */
  pathOf(file: string): string | undefined;
}

/** Next.js's app router. Source: https://nextjs.org/docs/app/getting-started/project-structure */
const next: FrameworkPages = {
  name: 'next',
  config: 'next.config',
  dependency: 'next',
  dependencyKinds: ['dependencies'],
  base: /\bbasePath\s*:\s*["'`](\/[^"'`]*)["'`]/,
  foldersOf: () => ['app', 'src/app'],
  pathOf(file) {
    if (!/(?:^|\/)page\.(?:tsx?|jsx?|mdx)$/.test(file)) return undefined;
    const steps = stepsOf(posix.dirname(file));
    // Intercepting and private folders have no address of their own; groups `(name)` and slots `@name` are not part of one.
    if (steps.some((step) => /^_|^\(\.{1,3}\)/.test(step))) return undefined;
    return `/${steps.filter((step) => !/^\(.*\)$|^@/.test(step)).join('/')}`;
  },
};

/** Source: https://docs.astro.build/en/guides/routing/ */
const astro: FrameworkPages = {
  name: 'astro',
  config: 'astro.config',
  dependency: 'astro',
  dependencyKinds: ['dependencies', 'devDependencies'],
  base: /\bbase\s*:\s*["'`](\/[^"'`]*)["'`]/,
  foldersOf: (config) => [
    posix.join(/\bsrcDir\s*:\s*["'`]([^"'`]+)["'`]/.exec(config)?.[1] ?? 'src', 'pages').replace(/^\//, ''),
  ],
  pathOf(file) {
    const path = /^(.*)\.(?:astro|mdx?|markdown|html)$/.exec(file)?.[1];
    const steps = stepsOf(path ?? '');
    if (path === undefined || steps.some((step) => step.startsWith('_'))) return undefined;
    return `/${steps
      .filter((step, index) => step !== 'index' || index < steps.length - 1)
      .map(withOptionalRest)
      .join('/')}`;
  },
};

/** Where the server resolves routes. Source: https://svelte.dev/docs/kit/advanced-routing, https://svelte.dev/docs/kit/configuration#router */
const sveltekit: FrameworkPages = {
  name: 'sveltekit',
  config: 'svelte.config',
  dependency: '@sveltejs/kit',
  dependencyKinds: ['dependencies', 'devDependencies'],
  base: /\bbase\s*:\s*["'`](\/[^"'`]*)["'`]/,
  foldersOf: (config) => [/\broutes\s*:\s*["'`]([^"'`]+)["'`]/.exec(config)?.[1] ?? 'src/routes'],
  pathOf(file) {
    if (!/(?:^|\/)\+page(?:@[^./]*)?\.(?:svelte|svx|mdx?)$/.test(file)) return undefined;
    const steps = stepsOf(posix.dirname(file)).filter((step) => !/^\(.*\)$/.test(step));
    return `/${steps.map((step) => withOptionalRest(withSigns(step))).join('/')}`;
  },
};

export const frameworkPages: readonly FrameworkPages[] = [next, astro, sveltekit];

function stepsOf(path: string): string[] {
  return path.split('/').filter((step) => step !== '.' && step !== '');
}

/** `[...rest]` of these may be nothing, and `[id=integer]` names what checks it. */
function withOptionalRest(step: string): string {
  return step.replace(/^(\[\.\.\.[^\]]+\])$/, '[$1]').replace(/=\w+(?=\])/, '');
}

/** `[x+2e]well-known` is `.well-known`. */
function withSigns(step: string): string {
  return step.replace(/\[[xu]\+([0-9a-f]{2,6})\]/gi, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
