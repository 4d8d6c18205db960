import { posix } from 'node:path';
import {
  addressOfRoute,
  isOfRoute,
  isStaticRoute,
  type PageRoute,
  type RoutingFramework,
} from '../../../contract/index.ts';
import type { OpenPlace } from '../call-sites.ts';

/** A page of a front end's source. */
export interface SiteRoute extends PageRoute {
  /** The folder of its front end, as the config names it. */
  root: string;
}

type Answer = { url: string; status: number; type: string; text: string } | { reason: string };

/** Folders in which the frameworks keep the scripts of their own build, also where another host serves them. */
const ownScript = /\/(?:_next|_nuxt|_app\/immutable|_astro|assets|static\/js|build)\/.*\.m?js$/;

/** What a page of each framework has in it, and the framework's name. */
const marks: readonly { framework: RoutingFramework; name: string; form: RegExp }[] = [
  { framework: 'next', name: 'Next.js', form: /\b__next_f\b/ },
  {
    framework: 'astro',
    name: 'Astro',
    form: /<astro-island\b|\/_astro\/[^"'()\s]{1,200}\.(?:m?js|css)\b|<meta\b[^<>]*\bcontent=["']?Astro v/,
  },
  // In its other mode, the first script of SvelteKit lists all of them.
  { framework: 'sveltekit', name: 'SvelteKit', form: /\bserver_route\s*:/ },
];

/** What the pages of a site answered, and which pages of its source are not among them. */
export class SiteAnswers {
  /** By the path that was asked for. */
  readonly #byPath = new Map<string, Answer>();
  readonly #frameworks = new Set<RoutingFramework>();

  add(url: string, answer: Answer): void {
    this.#byPath.set(pathOf(url), answer);
    if (!('text' in answer)) return;
    for (const { framework, form } of marks) if (form.test(answer.text)) this.#frameworks.add(framework);
  }

  /** Paths of the pages that were read. */
  get pages(): string[] {
    return [...this.#byPath].flatMap(([path, answer]) => (isPage(answer) ? [path] : []));
  }

  /** What was answered. */
  get texts(): string[] {
    return [...this.#byPath.values()].flatMap((answer) => ('text' in answer ? [answer.text] : []));
  }

  /** The addresses that need no value, of the frameworks whose pages were seen so far. */
  wanted(routes: readonly SiteRoute[]): string[] {
    return routes.filter((route) => this.#frameworks.has(route.framework) && isStaticRoute(route)).map(addressOfRoute);
  }

  /**
   * Pages whose scripts are not known, since nothing that a browser reads lists them. An app is another site's where none of its static pages
   * answers here.
   */
  openRoutes(routes: readonly SiteRoute[], siteUrl: string): OpenPlace[] {
    return marks
      .filter(({ framework }) => this.#frameworks.has(framework))
      .flatMap((seen) => {
        const own = routes.filter(({ framework }) => framework === seen.framework);
        return this.#openOf(own, seen.name, siteUrl);
      });
  }

  #openOf(routes: readonly SiteRoute[], framework: string, siteUrl: string): OpenPlace[] {
    const own = [...Map.groupBy(routes, ({ root, app }) => `${root}\0${app}`).values()].filter((app) =>
      this.#isServed(app),
    );
    if (own.length > 0) return own.flat().flatMap((route) => this.#openRoute(route));
    const article = /^[AEIOU]/.test(framework) ? 'an' : 'a';
    return [
      {
        place: siteUrl,
        text: 'the pages that no page links to',
        reason: `the scripts of ${article} ${framework} site do not list its pages, and no source of it was given`,
      },
    ];
  }

  #isServed(app: readonly SiteRoute[]): boolean {
    const others = app.filter((route) => isStaticRoute(route) && addressOfRoute(route) !== '/');
    return others.length === 0 || others.some((route) => this.#reasonOf(route) === undefined);
  }

  #openRoute(route: SiteRoute): OpenPlace[] {
    const reason = this.#reasonOf(route);
    if (reason === undefined) return [];
    return [{ place: `${posix.join(route.root, route.file)}:1:1`, text: `the page ${route.path}`, reason }];
  }

  /** Why the scripts of a route are not known; undefined where they are. */
  #reasonOf(route: SiteRoute): string | undefined {
    const answered = [...this.#byPath].filter(([path]) => isOfRoute(route, path));
    if (answered.some(([, answer]) => isPageOf(answer, route))) return undefined;
    const [, answer] = answered[0] ?? [];
    if (answer === undefined) return 'no page that was read is one of it; name one in platforms.pages.routes';
    if ('reason' in answer) return `it could not be read: ${answer.reason}`;
    return isPage(answer)
      ? `it redirects to ${pathOf(answer.url)}`
      : `it answers with status ${answer.status}, ${answer.type}`;
  }
}

/** Scripts of a build that another host serves: those are the site's own too, and the door lets no request out to it. */
export function openScripts(urls: Iterable<string>): OpenPlace[] {
  return [...urls]
    .filter((url) => ownScript.test(new URL(url).pathname))
    .map((url) => ({
      place: url,
      text: 'a script of the build',
      reason: 'it is served from another origin, which is not read',
    }));
}

function isPage(answer: Answer): boolean {
  return !('reason' in answer) && answer.status === 200 && /html/i.test(answer.type);
}

function isPageOf(answer: Answer, route: SiteRoute): boolean {
  return !('reason' in answer) && isPage(answer) && isOfRoute(route, pathOf(answer.url));
}

function pathOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname.replace(/(?<=.)\/$/, '');
}
