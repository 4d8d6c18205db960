import type { CheckContext } from '../../check/definition.ts';
import type { Finding } from '../../check/finding.ts';
import type { Profile } from '../../profile/index.ts';
import type { DocumentComparison } from '../../snapshot/index.ts';
import { documentEvidence } from './judge-documents.ts';
import { requireOthers } from './other-environments.ts';
import { documentsInCommon, pairOf } from './read-documents.ts';

type JudgePair = (environments: readonly [string, string], comparison: DocumentComparison) => readonly Finding[];

/** Holds the documents of an environment against those of every other one, and counts what was read. */
export async function judgeEveryPair(
  {
    profile,
    reachableOthers,
    read,
    count,
  }: Pick<CheckContext<Profile>, 'profile' | 'reachableOthers' | 'read' | 'count'>,
  judge: JudgePair,
): Promise<Finding[]> {
  const findings = await Promise.all(
    requireOthers(profile, reachableOthers).map(async (other) => {
      const pair = pairOf(profile, other);
      const comparison = await read(documentsInCommon, pair);
      for (const [what, number] of documentEvidence(comparison)) count(what, number);
      return judge([pair.left.environment, pair.right.environment], comparison);
    }),
  );
  return findings.flat();
}
