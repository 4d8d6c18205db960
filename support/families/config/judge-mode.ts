import type { Finding } from '../../check/finding.ts';
import type { KeyRule, Profile } from '../../profile/index.ts';
import { readDeployKey } from '../../settings/index.ts';
import { type CredentialMark, convexMark, credentialMarks } from './values/credential-marks.ts';
import type { CredentialMode } from './values/value-patterns.ts';
import { typeOf } from './values/value-type.ts';

/** A value whose mode is held against the class of its environment. */
export interface ModedValue {
  key: string;
  rule: KeyRule;
  value: string;
  /** Where it stands. */
  from: string;
}

/** What a class must not have. Staging may try either. */
const unfitting: Readonly<Record<Profile['class'], CredentialMode | undefined>> = {
  production: 'test',
  staging: undefined,
  development: 'live',
};

/** The marks of a value that do not fit the class of an environment. */
export function unfittingMarks(value: ModedValue, kind: Profile['class']): CredentialMark[] {
  const wrong = unfitting[kind];
  if (wrong === undefined || value.rule.anyMode === true) return [];
  return modeMarks(value).filter(({ mode }) => mode === wrong);
}

/** Every mark of a mode in a value. */
export function modeMarks({ key, rule, value }: ModedValue): CredentialMark[] {
  const isDeploymentName = typeOf(key, rule).type === 'convex-deployment';
  const convex = convexMark(value.trim(), isDeploymentName);
  return [...credentialMarks(value), ...(convex ? [convex] : [])];
}

/**
 * A key of a test in production, or of production in development, by what its provider writes into it. A mark that the provider
 * was not found to state warns, and says what it rests on.
 */
export function judgeMode(
  value: ModedValue,
  { environment, class: kind }: Pick<Profile, 'environment' | 'class'>,
): Finding[] {
  return unfittingMarks(value, kind).map(({ provider, mode, seen, seenInUseAt }) => {
    const isCertain = seenInUseAt === undefined;
    return {
      what: `${value.key} of ${environment} ${isCertain ? 'is' : 'looks like one'} of ${provider}'s ${mode} mode`,
      expected: `one of the ${mode === 'test' ? 'live' : 'test'} mode: ${environment} is of the class ${kind}`,
      received: isCertain
        ? `one that says of itself ${seen}`
        : `one with ${seen}, which is seen in use and not in the provider's own documentation (${seenInUseAt})`,
      from: [value.from],
      remedy: `Put the key of ${environment} there; if this one is meant, declare \`anyMode: true\` for ${value.key}.`,
      ...(isCertain ? {} : { severity: 'warning' as const }),
    };
  });
}

/** A deploy key that names another deployment than its backend: what it says of itself is enough. */
export function deploymentOfKey(value: string): string | undefined {
  const key = readDeployKey(value.trim());
  return key?.opens === 'deployment' ? key.deployment : undefined;
}
