import type { CheckContext } from '../../../check/definition.ts';
import type { Finding } from '../../../check/finding.ts';
import { NotVerified } from '../../../check/not-verified.ts';
import { type ConvexProfile, counterpart } from '../../../profile/index.ts';
import type { DocumentComparison } from '../../../snapshot/index.ts';
import { ofEach, requireOthers } from '../other-environments.ts';
import { documentEvidence } from './judge-documents.ts';
import { documentsInCommon, pairOf } from './read-documents.ts';

type JudgePair = (environments: readonly [string, string], comparison: DocumentComparison) => readonly Finding[];

/** Holds the documents of a backend against those of every other one, and counts what was read. */
export async function judgeEveryPair(
  {
    subject: convex,
    profile,
    reachableOthers,
    read,
    count,
  }: Pick<CheckContext<ConvexProfile>, 'subject' | 'profile' | 'reachableOthers' | 'read' | 'count'>,
  judge: JudgePair,
): Promise<Finding[]> {
  const { values, unlessUnread } = await ofEach(requireOthers(profile, reachableOthers), async (other) => {
    const pair = pairOf({ profile, convex }, { profile: other, convex: counterpart(other, convex) });
    const comparison = await read(documentsInCommon, pair);
    for (const [what, number] of documentEvidence(comparison)) count(what, number);
    const environments = [pair.left.profile.environment, pair.right.profile.environment] as const;
    const findings = judge(environments, comparison);
    if (findings.length === 0) requireDocuments(environments, comparison);
    return findings;
  });
  return unlessUnread(values.flat());
}

/** @throws NotVerified where one of the two shows no document at all: nothing was held against anything */
function requireDocuments(environments: readonly [string, string], { counts }: DocumentComparison): void {
  for (const [side, environment] of environments.entries())
    if (counts.every(({ documents }) => documents[side] === 0))
      throw new NotVerified(
        `${environment} shows no document${counts.length === 0 ? ', nor a table that is to be compared' : ''}, so nothing could be held against ${environments[1 - side]}`,
        'Run the audit again when there is data; or correct platforms.isolation.documents (`exclude`, `snapshots`).',
      );
}
