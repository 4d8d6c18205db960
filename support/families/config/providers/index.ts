export { cloudflareClient } from './cloudflare-client.ts';
export type {
  KeyComparison,
  KeyVerdict,
} from './compare-keys.ts';
export { findDrift } from './drift-check.ts';

export { type GitHubLevel, gitHubLevels } from './github-levels.ts';
export type { DeployedBinding, HeldKey, HeldKeys, TargetInput } from './held-keys.ts';
export { coverageOf, judgeUnmanaged } from './judge-drift.ts';
export { judgeAttestation } from './read-attestation.ts';
export { type CredentialProbe, probeCredentials } from './read-credential-probes.ts';
export { gitHubClient, repositoryOf } from './read-github-keys.ts';
export { readHeldKeys } from './read-held-keys.ts';
export { type PagesBuild, pagesBuild } from './read-pages-build.ts';
export { workerCrons } from './read-worker-crons.ts';
export { workerKeys } from './read-worker-keys.ts';
export { compareTarget, rowsOf, targetsOn } from './target-comparisons.ts';
