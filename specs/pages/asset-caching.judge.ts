import type { Finding } from '../../support/check/finding.ts';
import { contentHash, mayChangeWithContent } from '../../support/platforms/pages/asset-name.ts';
import { cacheLifetime } from '../../support/platforms/pages/cache-lifetime.ts';
import type { SiteAssets } from '../../support/platforms/pages/read-assets.ts';
import type { RuntimeFile } from '../../support/platforms/pages/read-runtime-files.ts';
import type { PagesProfile } from '../../support/profile/index.ts';

/** A year is what immutable files are given; a month is long enough to be meant so. */
const longSeconds = 2_592_000;

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
    ...judgeMissing(missing),
    ...assets.flatMap(({ url, from, answer }): Finding[] => {
      if ('failure' in answer || answer.status !== 200 || answer.isPage) return [];
      const { shown, ...lifetime } = cacheLifetime(answer.cacheControl, answer.expires, answer.date);
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

function keptTooLong(what: string, url: string, headers: Headers, freshSeconds: number): Finding[] {
  const { shown, ...lifetime } = cacheLifetime(
    headers.get('cache-control'),
    headers.get('expires'),
    headers.get('date'),
  );
  if (lifetime.freshSeconds <= freshSeconds && !(lifetime.isImmutable && lifetime.freshSeconds > 0)) return [];
  return [
    {
      what: `${what} is kept by browsers after the next deployment`,
      expected: `asked for again after at most ${freshSeconds} s (\`caching.freshSeconds\`): no-cache, or max-age=0, must-revalidate`,
      received: shown,
      from: [url],
    },
  ];
}

function judgeMissing(missing: SiteAssets['missing']): Finding[] {
  if (!missing || 'failure' in missing.answer) return [];
  const { freshSeconds, isImmutable, shown } = cacheLifetime(
    missing.answer.cacheControl,
    missing.answer.expires,
    missing.answer.date,
  );
  // Cloudflare keeps a 404 for minutes where nobody says otherwise; a browser that keeps it longer never sees the repair.
  if (freshSeconds <= 300 && !isImmutable) return [];
  return [
    {
      what: 'the answer for a file that does not exist is kept by browsers',
      expected: 'no max-age: the file may be there after the next deployment',
      received: `status ${missing.answer.status}, ${shown}`,
      from: [missing.url],
    },
  ];
}
