export { cloudflareClient } from './cloudflare-client.ts';
export type {
  KeyComparison,
  KeyVerdict,
} from './compare-keys.ts';
export { findDrift } from './drift-check.ts';

export { coverageOf, judgeUnmanaged } from './judge-drift.ts';
export { judgeAttestation } from './read-attestation.ts';
export { type CredentialProbe, probeCredentials } from './read-credential-probes.ts';
export { gitHubClient, repositoryOf } from './read-github-keys.ts';
export { readHeldKeys } from './read-held-keys.ts';
export { compareTarget, targetsOn } from './target-comparisons.ts';
