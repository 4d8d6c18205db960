/** What `import … from 'airlock'` gives: the config, checks and journeys of a team, and the types of what they receive. */
export { check } from '../check/declare.ts';
export type { CheckContext, CheckDefinition } from '../check/definition.ts';
export type { Finding } from '../check/finding.ts';
export { NotApplicable } from '../check/not-applicable.ts';
export { NotVerified } from '../check/not-verified.ts';
export type { Outcome, OutcomeKind, Severity } from '../check/outcome.ts';
export { badInputNames, commonSecrets } from '../platforms/worker/platform-input.ts';
export { logIngestionWorker, traceLimit } from '../platforms/worker/platform-preset.ts';
export { defineDeployment } from '../profile/define-deployment.ts';
export type { Effect } from '../profile/effects.ts';
export type { EmbeddedDeployment } from '../profile/embedded.ts';
export type { Profile } from '../profile/profile.ts';
export type { DeploymentInput } from '../profile/schema.ts';
export { defineReading } from '../reading/reading.ts';
export { journey, smokeCheck } from '../smoke/declare.ts';
export type { JourneyContext, JourneyDefinition } from '../smoke/journey.ts';
export type { SmokeContext, SmokeDefinition } from '../smoke/smoke-definition.ts';
