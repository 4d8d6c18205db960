import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { DatabaseProfile } from '../../support/platforms/databases/index.ts';

/** One marker query: the rows that it finds at home, and here. */
export interface MarkedRows {
  query: string;
  home: string;
  atHome: number;
  here: number;
  /** Where it was asked here. */
  url: string;
}

/**
 * Whether rows of another environment are in this one.
 * @throws NotVerified where the query finds nothing at home either: it marks nothing
 */
export function judgeForeignRows(
  marked: readonly MarkedRows[],
  { called, environment, place }: DatabaseProfile,
): Finding[] {
  const findings = marked
    .filter(({ here }) => here > 0)
    .map(({ query, home, here, url }) => ({
      what: `${called} of ${environment} has rows of ${home}`,
      expected: 'no row',
      received: `${here} rows: ${query}`,
      from: [url, `${place}.markers.${home}`],
    }));
  const idle = marked.find(({ atHome }) => atHome === 0);
  if (findings.length > 0 || !idle) return findings;
  throw new NotVerified(
    `the marker of ${idle.home} finds no row in ${idle.home} itself, and so says nothing of ${environment}: ${idle.query}`,
    `Correct the query in \`${place}.markers.${idle.home}\`.`,
  );
}
