import type { Sends } from '../../check/definition.ts';
import type { Caller } from './read-references.ts';
import { mostLists } from './site/listed-pages.ts';
import { mostFiles, mostLinkedPages, mostListedPages, mostSourcePages } from './site/read-live-site.ts';

/** Identity, key and functions of the deployment; of a live site also its pages and scripts. */
export function callerSends(caller: Caller): Sends {
  const own = 3;
  if ('frontend' in caller) return { to: ['convex'], requests: own };
  const pages = 1 + caller.site.routes.length + mostLinkedPages + mostSourcePages + mostLists + mostListedPages;
  return {
    to: ['convex', 'pages'],
    requests: own + pages + mostFiles,
    bound: `one for each page and script of the site, ${mostLinkedPages} linked pages, ${mostSourcePages} pages of the source, ${mostListedPages} pages of a sitemap and ${mostFiles} scripts at most`,
    reading: 'convex.live-site',
  };
}
