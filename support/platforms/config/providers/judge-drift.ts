import type { Finding } from '../../../check/finding.ts';
import { NotVerified } from '../../../check/not-verified.ts';
import type { KeyComparison, KeyVerdict } from './compare-keys.ts';

const drifted: Partial<Record<KeyVerdict, string>> = {
  different: 'differs from the table',
  missing: 'is missing',
  'older than the table': "is older than the table's change",
  'attested as different': 'differs from the table, by the proof of its own service',
};

/** What of a comparison is drift. A value that could not be compared is none, and no proof of the contrary either. */
export function judgeDrift(comparisons: readonly KeyComparison[], environment: string): Finding[] {
  return comparisons.flatMap(({ key, target, place, verdict, expected, received, from, since, cause }) => {
    const what = drifted[verdict];
    if (what === undefined) return [];
    return [
      {
        what: `${key} on ${place} ${what}`,
        expected,
        received: since === undefined || verdict === 'older than the table' ? received : `${received}, since ${since}`,
        from,
        ...(cause !== undefined && { cause }),
        remedy: `Put the table right, or run \`npm run sync-env -- --mode deploy-${environment} --only ${target}\`.`,
      },
    ];
  });
}

/** What stands on a platform and is not in the table. */
export function judgeUnmanaged(comparisons: readonly KeyComparison[]): Finding[] {
  return comparisons
    .filter(({ verdict }) => verdict === 'unmanaged')
    .map(({ key, target, place, expected, received, from, since }) => ({
      what: `${key} is set on ${place}, and the table does not know it`,
      expected,
      received: since === undefined ? received : `${received}, since ${since}`,
      from,
      remedy: `Add a row for it, take it off the platform, or list it in sync.targets.${target}.unmanaged.`,
    }));
}

/** What was compared how, for the evidence. */
export interface Coverage {
  byValue: number;
  attested: number;
  presenceOnly: number;
  unknown: number;
}

export function coverageOf(comparisons: readonly KeyComparison[]): Coverage {
  const number = (...verdicts: readonly KeyVerdict[]) =>
    comparisons.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return {
    byValue: number('equal', 'different'),
    attested: number('attested', 'attested as different'),
    presenceOnly: number('present, value unproved', 'older than the table', 'missing'),
    unknown: number('not known here'),
  };
}

/** @throws NotVerified where a value stands on the platform that could be compared, and the table's is not known here */
export function requireKnown(comparisons: readonly KeyComparison[]): void {
  const unknown = comparisons.filter(({ verdict }) => verdict === 'not known here');
  const [first] = unknown;
  if (!first) return;
  throw new NotVerified(
    `the table's value is not known here: ${unknown.map(({ key }) => key).join(', ')} (${first.from[0]})`,
    unknown.find(({ enable }) => enable !== undefined)?.enable,
  );
}
