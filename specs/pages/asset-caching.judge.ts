import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { contentHash, mayChangeWithContent } from '../../support/platforms/pages/asset-name.ts';
import { cacheLifetime, edgeControl, guessedSeconds } from '../../support/platforms/pages/cache-lifetime.ts';
import type { MissingFile, SiteAssets } from '../../support/platforms/pages/read-assets.ts';
import type { RuntimeFile } from '../../support/platforms/pages/read-runtime-files.ts';
import type { PagesProfile } from '../../support/profile/index.ts';

/** A year is what immutable files are given; a month is long enough to be meant so. */
const longSeconds = 2_592_000;
/** A page that is a day old may name files of a build that is gone; minutes are what sites that are rendered again allow. */
const staleSeconds = 86_400;

/** Judges how long browsers keep what a site serves. */
export function judgeCaching(
  { pages, assets, missing }: SiteAssets,
  runtime: readonly RuntimeFile[],
  { caching }: Pick<PagesProfile, 'caching'>,
): Finding[] {
  const { freshSeconds } = caching;
  const lasting = [
    ...pages.map(({ url, headers }) => ({ url, headers, what: 'a page' })),
    ...runtime.map(({ url, headers, what }) => ({ url, headers, what })),
  ];
  return [
    ...lasting.flatMap(({ url, headers, what }) => keptTooLong(what, url, headers, freshSeconds)),
    ...missing.flatMap((each) => judgeMissing(each)),
    ...assets.flatMap(({ url, from, answer }): Finding[] => {
      if ('failure' in answer || answer.status !== 200 || answer.isPage) return [];
      const { shown, ...lifetime } = cacheLifetime(answer);
      if (contentHash(new URL(url).pathname) !== undefined)
        return lifetime.isImmutable || lifetime.freshSeconds >= longSeconds
          ? []
          : [
              {
                what: 'a file with a hash in its name is not kept by browsers',
                expected: 'max-age=31536000, immutable: its content never changes',
                received: shown,
                from: [url, from],
                severity: 'warning',
              },
            ];
      return lifetime.isImmutable && !mayChangeWithContent(url)
        ? [
            {
              what: 'a file without a hash in its name is kept forever',
              expected: 'no `immutable`: the next deployment changes it under the same name',
              received: shown,
              from: [url, from],
            },
          ]
        : [];
    }),
  ];
}

/** @throws NotVerified where a service worker is registered, and none was found to be judged */
export function requireServiceWorkers(
  { computed }: Pick<SiteAssets, 'computed'>,
  runtime: readonly RuntimeFile[],
): void {
  if (computed.length === 0 || runtime.some(({ what }) => what === 'a service worker')) return;
  throw new NotVerified(
    `a service worker is registered at an address that is computed, and was not found: ${computed[0]}`,
    'Name it in platforms.pages.caching.revalidated.',
  );
}

function keptTooLong(what: string, url: string, headers: Headers, freshSeconds: number): Finding[] {
  const { shown, isSaid, ...lifetime } = cacheLifetime({
    cacheControl: headers.get('cache-control'),
    edgeControl: edgeControl(headers),
    expires: headers.get('expires'),
    date: headers.get('date'),
  });
  const expected = `asked for again after at most ${freshSeconds} s (\`caching.freshSeconds\`): no-cache, or max-age=0, must-revalidate`;
  if (lifetime.freshSeconds > freshSeconds || (lifetime.isImmutable && lifetime.freshSeconds > 0))
    return [{ what: `${what} is kept by browsers after the next deployment`, expected, received: shown, from: [url] }];
  if (what === 'a page' && lifetime.staleSeconds > staleSeconds)
    return [
      {
        what: 'a page that browsers kept is shown before they ask for it again',
        expected: `stale-while-revalidate of at most ${staleSeconds} s, or none`,
        received: shown,
        from: [url],
        severity: 'warning',
      },
    ];

  // Of a service worker a browser asks again in any case; a list of files may be as old as the browser's guess.
  const guessed = isSaid || what !== 'a page' ? 0 : guessedSeconds(headers.get('last-modified'), headers.get('date'));
  if (guessed <= freshSeconds) return [];
  return [
    {
      what: `${what} does not say for how long it may be kept, so browsers guess`,
      expected,
      received: `${shown}, Last-Modified: ${headers.get('last-modified')}: kept for about ${guessed} s`,
      from: [url],
      severity: 'warning',
    },
  ];
}

/** What a browser or a cache on the way keeps of a loss is not seen to be repaired: no time is short enough for that. */
function judgeMissing({ url, answer }: MissingFile): Finding[] {
  if ('failure' in answer) return [];
  const { status } = answer;
  const { freshSeconds, sharedSeconds, isImmutable, isSaid, shown } = cacheLifetime(answer);
  const keeper = keeperOf({
    isKept: freshSeconds > 0 || isImmutable || (!isSaid && keptUnsaid.has(status)),
    sharedSeconds,
  });
  if (keeper === undefined) return [];
  return [
    {
      what: `the answer for a file that does not exist is kept by ${keeper}`,
      expected: 'no-store, or no max-age and no s-maxage: the file may be there after the next deployment',
      received: `status ${status}, ${shown}`,
      from: [url],
    },
  ];
}

/** Browsers keep these for good where the server says nothing. Source: Chromium, net/http/http_response_headers.cc, GetFreshnessLifetimes. */
const keptUnsaid = new Set([300, 301, 308, 410]);

function keeperOf({ isKept, sharedSeconds }: { isKept: boolean; sharedSeconds: number }): string | undefined {
  if (isKept) return 'browsers';
  return sharedSeconds > 0 ? 'the caches between the server and browsers' : undefined;
}
