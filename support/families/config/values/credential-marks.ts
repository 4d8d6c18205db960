import { deploymentReference, readDeployKey } from '../../../settings/index.ts';
import { providers } from './credential-providers.ts';
import type { CredentialMode } from './value-patterns.ts';

/** What a provider writes into its keys, addresses or ids, so that the mode is known from the value alone. */
export interface CredentialMark {
  provider: string;
  mode: CredentialMode;
  /** What is seen, without anything secret: "sk_test_". */
  seen: string;
  /** Where a mark is seen that its provider was not found to state: such a mark is not certain. */
  seenInUseAt?: string;
}

/** Nearly no value has a mark: one expression says so faster than a hundred. */
const anyMark = new RegExp(
  providers
    .flatMap(({ test, live }) => [...test, ...live])
    .map(({ source }) => `(?:${source})`)
    .join('|'),
  'i',
);

/** Every mark of a mode in a value. Linear in its length. */
export function credentialMarks(value: string): CredentialMark[] {
  if (!anyMark.test(value)) return [];
  const marks = providers.flatMap(({ provider, test, live, source, isSeenInUse }) =>
    (['test', 'live'] as const).flatMap((mode) =>
      (mode === 'test' ? test : live).flatMap((form) =>
        [...value.matchAll(form)].map(
          ([seen]): CredentialMark => ({ provider, mode, seen, ...(isSeenInUse ? { seenInUseAt: source } : {}) }),
        ),
      ),
    ),
  );
  return [...new Map(marks.map((mark) => [`${mark.mode} ${mark.seen}`, mark])).values()];
}

/** The mode of a Convex deploy key or deployment name. Source: docs.convex.dev/cli/deploy-key-types. */
export function convexMark(value: string, isDeploymentName: boolean): CredentialMark | undefined {
  const provider = 'Convex';
  const key = readDeployKey(value);
  if (key?.opens === 'preview')
    return { provider, mode: 'test', seen: `preview:${key.team}:${key.project}, which deploys into previews only` };
  const kind = key?.opens === 'deployment' ? key.kind : undefined;
  const named = isDeploymentName ? deploymentReference(value).kind : kind;
  if (named === undefined) return undefined;
  return { provider, mode: named === 'prod' ? 'live' : 'test', seen: `${named}:` };
}
