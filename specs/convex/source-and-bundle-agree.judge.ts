import type { Finding } from '../../support/check/finding.ts';
import { placesOf } from '../../support/platforms/convex/call-sites.ts';
import type { CalledFunction } from '../../support/platforms/convex/read-references.ts';

/** Whether the live site is the build of the source: a function that only one of them calls says that it is not. */
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
      what: `the source calls ${path}, and ${siteUrl} does not: the site is behind its source`,
      expected: `a call of ${path} in the scripts of the site`,
      received: 'no such call',
      from: [...placesOf(calls), siteUrl],
      remedy: 'Build and deploy the site.',
    })),
    ...only(site, source).map(([path, calls]) => ({
      what: `${siteUrl} calls ${path}, and the source does not: the site is of another source`,
      expected: 'only what the source calls',
      received: `a call of ${path}`,
      from: placesOf(calls),
      remedy: 'Build and deploy the site from this source, or clear what an earlier build left behind.',
    })),
  ];
}
