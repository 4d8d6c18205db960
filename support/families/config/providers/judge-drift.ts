import type { Finding } from '../../../check/finding.ts';
import { NotVerified } from '../../../check/not-verified.ts';
import { emptyCell, type KeyComparison, type KeyVerdict, otherTarget } from './compare-keys.ts';
import type { CredentialProbe } from './read-credential-probes.ts';

const drifted: Partial<Record<KeyVerdict, string>> = {
  different: 'differs from the table',
  missing: 'is missing',
  'older than the table': "is older than the table's change",
  'attested as different': 'differs from the table, by the proof of its own service',
};

/**
 * What of a comparison is drift. A value that could not be compared is none, and no proof of the contrary either.
 * @param foreign keys whose own cell holds what belongs to another environment, and why: nobody is told to sync those
 */
export function judgeDrift(
  comparisons: readonly KeyComparison[],
  environment: string,
  foreign: ReadonlyMap<string, string> = new Map(),
): Finding[] {
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
        remedy: remedyOf(
          foreign.get(key),
          from[0],
          `npm run sync-env -- --mode deploy-${environment} --only ${target}`,
        ),
      },
    ];
  });
}

function remedyOf(foreign: string | undefined, cell: string | undefined, command: string): string {
  return foreign === undefined
    ? `Correct the table, or run \`${command}\`.`
    : `Correct the table first (${cell}): ${foreign}. Leave the platform as it is until then.`;
}

/** What stands on a platform and is not in the table. */
export function judgeUnmanaged(comparisons: readonly KeyComparison[]): Finding[] {
  return comparisons
    .filter(({ verdict }) => verdict === 'unmanaged')
    .map(({ key, target, place, expected, received, from, since }) => {
      const { state, remedy } = placeInTable(expected, target);
      return {
        what: `${key} is set on ${place} and ${state}`,
        expected,
        received: since === undefined ? received : `${received}, since ${since}`,
        from,
        remedy: `${remedy}, take it off the platform, or list it in sync.targets.${target}.unmanaged.`,
      };
    });
}

function placeInTable(expected: string, target: string): { state: string; remedy: string } {
  if (expected === emptyCell) return { state: 'its cell in the table is empty', remedy: 'Fill in its cell' };
  if (expected.startsWith(otherTarget))
    return {
      state: `its row in the table is for ${expected.slice(otherTarget.length)}`,
      remedy: `Add ${target} to the TARGET of its row, or correct it`,
    };
  return { state: 'is not in the table', remedy: 'Add a row for it' };
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

/**
 * A value that cannot be read back may be the table's or not. Where the table's own opens nothing, that is not the question
 * any more: no platform can work with it, and one that works holds another.
 * @throws NotVerified where a platform refuses the table's value of a credential
 */
export function requireAccepted(probes: readonly CredentialProbe[], comparisons: readonly KeyComparison[]): void {
  const refused = probes.filter(({ outcome }) => outcome === 'refused');
  const [first] = refused;
  if (!first) return;
  const held = comparisons.find(({ key }) => key === first.name);
  throw new NotVerified(
    `${held?.place ?? 'the platform'} shows no values, and the table's is refused where it is used: ${refused
      .map(({ name, call, seen }) => `${name} (${call}: ${seen})`)
      .join(', ')}`,
    `Give ${first.name} the value that its platform accepts (${held?.from[0] ?? 'the table'}), or make a new one, and sync it.`,
  );
}
