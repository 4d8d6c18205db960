import { z } from 'zod';
import { address, definePlatform, file, Path, setting, strict } from '../../settings/index.ts';
import { Access, BasicAuth, EntryHeaders } from './platform-entry.ts';

/** Plain HTTP at the same host, and the host with or without `www`: what visitors type. */
export function siblingsOf(url: URL): URL[] {
  const bare = url.hostname.replace(/^www\./, '');
  const hasWww = bare !== url.hostname;
  const isApex = bare.split('.').length === 2 && /[a-z]/i.test(bare);
  const hosts = hasWww || isApex ? [bare, `www.${bare}`] : [url.hostname];
  const schemes = url.protocol === 'https:' ? ['https:', 'http:'] : [url.protocol];
  const all = hosts.flatMap((host) => schemes.map((scheme) => addressOf(url, host, scheme)));
  return all.filter(({ origin }) => origin !== url.origin);
}

function addressOf(url: URL, host: string, scheme: string): URL {
  const other = new URL(url);
  other.hostname = host;
  // A port belongs to one scheme.
  if (scheme !== url.protocol) other.port = '';
  other.protocol = scheme;
  return other;
}

export const pages = definePlatform({
  name: 'pages',
  several: 'sites',
  title: 'the site',
  settings: {
    /** Where the site is served. */
    url: address({ reachedByPages: true, alsoAsked: siblingsOf }),
    /** A service token of Cloudflare Access, where it is behind it. Sent to its origin only. */
    access: Access.optional(),
    /** Headers of every request to its origin, by name: a bypass token, a cookie. @example {"x-bypass-token":{"key":"BYPASS_TOKEN"}} */
    headers: EntryHeaders,
    /** A name and a password, where it asks for HTTP Basic authentication. */
    basicAuth: BasicAuth.optional(),
    /** A file of certificates (PEM) that are trusted for its origin besides the public ones. @example "certs/acme-ca.pem" */
    ca: file().optional(),
    /** Further addresses of the site that must redirect to `url` in one step: an old domain. */
    aliases: z
      .array(address({ mayBeShared: 'an address that only redirects belongs to whom it leads to' }))
      .default([]),
    /** What an unknown path answers: 404, or the page of a single-page app with 200. A missing file of the build is a 404 in both cases. */
    unknownPaths: z.enum(['404', 'shell']).default('404'),
    /** Whether its pages load scripts. Where they should and none is found, the site's files are not verified: an error page has none either. */
    scripts: z.boolean().default(true),
    /** How many of the files that its pages load are asked for: scripts, styles, fonts, images, manifests. */
    mostFiles: z.number().int().positive().default(10_000),
    /** How long answers may be kept without asking again. */
    caching: strict({
      /** The longest for HTML, service workers and run-time configuration, in seconds. */
      freshSeconds: z.number().int().nonnegative().default(60),
      /** Further paths that have to be asked for again each time: run-time configuration. @example ["/config.json"] */
      revalidated: z.array(Path).default([]),
    }).prefault({}),
    /** The security headers that every page must have. */
    securityHeaders: strict({
      /** The least `max-age` of Strict-Transport-Security, in seconds; 0 demands none. */
      hstsSeconds: z.number().int().nonnegative().default(15_552_000),
      /** `X-Content-Type-Options: nosniff`. */
      nosniff: z.boolean().default(true),
      /** Other sites may not frame the page: `frame-ancestors`, or X-Frame-Options. */
      framing: z.boolean().default(true),
      /** A Referrer-Policy that keeps paths from other sites. */
      referrer: z.boolean().default(true),
      /** A content security policy that restricts scripts. */
      csp: z.boolean().default(false),
    }).prefault({}),
    /** The certificate must be valid for this many days more. */
    certificateDays: z.number().int().nonnegative().default(14),
    /** Where the site says which commit it was built from, and the commit that is meant. */
    version: strict({
      /** The `name` of a meta element of the first page. @example "commit" */
      meta: z.string().min(1).optional(),
      /** A file: `/version.json`. */
      file: Path.optional(),
      /** Where in the file, if it is JSON: `commit`, `build.sha`. */
      field: z.string().min(1).default('commit'),
      /** A header of the first page. @example "x-version" */
      header: z.string().min(1).optional(),
      /** The name of the Pages project: the Cloudflare API says from which commit it was deployed. */
      project: setting().optional(),
      /** The commit that is meant: `{ key: 'AIRLOCK_COMMIT' }`. */
      commit: setting({ knownToOneRun: true }),
    })
      .refine(
        ({ meta, file: path, header, project }) => [meta, path, header, project].some((each) => each !== undefined),
        'name where the site says its commit: `meta`, `file`, `header` or `project`',
      )
      .optional(),
    /** Paths that are asked for without a browser, and what each answers. */
    routes: z
      .array(
        strict({
          /** The path, from the site's root. @example "/sites" */
          path: Path,
          /** The status of the answer. */
          status: z.number().int().min(100).max(599).default(200),
          /** A text that the answer's body must contain. @example "Sites" */
          contains: z.string().optional(),
          /** Where a 3xx must redirect to. @example "/sites" */
          location: z.string().optional(),
        }),
      )
      .default([]),
  },
});
