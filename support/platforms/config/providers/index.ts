export { cloudflareClient } from './cloudflare-client.ts';
export {
  type Attested,
  compareKeys,
  type KeyComparison,
  type KeyVerdict,
  keyVerdicts,
  masked,
} from './compare-keys.ts';
export { findDrift } from './drift-check.ts';
export type { HeldKey, HeldKeys, TargetInput } from './held-keys.ts';
export { type Coverage, coverageOf, judgeDrift, judgeUnmanaged, requireKnown } from './judge-drift.ts';
export { attestation, judgeAttestation } from './read-attestation.ts';
export { type CredentialProbe, probeCredentials, probeRows } from './read-credential-probes.ts';
export { gitHubClient, repositoryOf } from './read-github-keys.ts';
export { readHeldKeys } from './read-held-keys.ts';
export { compareTarget, rowsOf, targetsOn } from './target-comparisons.ts';
export { unreadable } from './unreadable.ts';
