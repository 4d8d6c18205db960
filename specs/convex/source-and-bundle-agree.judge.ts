import type { Finding } from '../../support/check/finding.ts';
import type { CalledFunction } from '../../support/platforms/convex/call-sites.ts';
import { placesOf } from '../../support/platforms/convex/call-sites.ts';

/** Functions that only the source or only the live site calls: then the site is not a build of this source. */
export function judgeAgreement(
  source: readonly CalledFunction[],
  site: readonly CalledFunction[],
  siteUrl: string,
): Finding[] {
  const only = (mine: readonly CalledFunction[], theirs: readonly CalledFunction[]) => {
    const has = new Set(theirs.map(({ path }) => path));
    return [...Map.groupBy(mine, ({ path }) => path)].filter(([path]) => !has.has(path));
  };
  return [
    ...only(source, site).map(([path, calls]) => ({
      what: `the source calls ${path}, but ${siteUrl} does not: the site is older than its source`,
      expected: `a call of ${path} in the scripts of the site`,
      received: 'no such call',
      from: [...placesOf(calls), siteUrl],
      remedy: 'Build and deploy the site.',
    })),
    ...only(site, source).map(([path, calls]) => ({
      what: `${siteUrl} calls ${path}, but the source does not: the site was built from another source`,
      expected: 'only functions that the source calls',
      received: `a call of ${path}`,
      from: placesOf(calls),
      remedy: 'Build and deploy the site from this source, or remove the files of an earlier build.',
    })),
  ];
}
