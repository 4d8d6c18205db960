/** Frameworks whose scripts do not list the pages of a site: a page that no other links to is only known by its source. */
export type RoutingFramework = 'next' | 'astro' | 'sveltekit';

/** A page that the source of a front end has. */
export interface PageRoute {
  framework: RoutingFramework;
  /** `/sites/[id]`, with the base path of the app; `[[id]]` may be absent, and `[...rest]` is any number of steps. */
  path: string;
  /** Its file, relative to the root. */
  file: string;
  /** The folder of its app, relative to the root. */
  app: string;
}

const optionalEnd = /(?:\/\[\[[^\]]+\]\])+$/;

/** Whether an address needs no value of a parameter: only then can it be asked for. */
export function isStaticRoute({ path }: PageRoute): boolean {
  return !path.replace(optionalEnd, '').includes('[');
}

/** The address of a static route. */
export function addressOfRoute({ path }: PageRoute): string {
  return path.replace(optionalEnd, '') || '/';
}

/** Whether a page at `pathname` is one of a route. */
export function isOfRoute({ path }: PageRoute, pathname: string): boolean {
  const steps = path.split('/').slice(1).map(formOfStep);
  return new RegExp(`^${steps.join('')}/?$`).test(pathname.replace(/(?:\/index)?\.html$/, '').replace(/^(?!\/)/, '/'));
}

function formOfStep(step: string): string {
  if (step.startsWith('[[...')) return '(?:/.*)?';
  if (step.startsWith('[...')) return '/.+';
  if (/^\[\[[^\]]+\]\]$/.test(step)) return '(?:/[^/]+)?';
  const texts = step.split(/\[[^\]]*\]/).map((text) => RegExp.escape(text));
  return `/${texts.join('[^/]+')}`;
}
