export { judgeAgreement } from './judge-agreement.ts';
export { judgeKinds, judgePresence } from './judge-calls.ts';
export { judgeCanaryQuery } from './judge-canary.ts';
export { judgeCompatibility } from './judge-compatibility.ts';
export { judgeComponents } from './judge-components.ts';
export { judgePromotion } from './judge-promotion.ts';
export { judgeRoutes } from './judge-routes.ts';
export { judgeIndexes, judgeTables } from './judge-schema.ts';
export { judgeVariables, requiredVariables } from './judge-variables.ts';
export { placesOf, shownDeployment } from './places.ts';
export { canaryQuery } from './read-canary-query.ts';
export { convexState, deployedFunctions, deployedSpec, deployedSurface } from './read-deployed-functions.ts';
export { deployedIndexes, deployedSchema, deployedVariables } from './read-deployed-schema.ts';
export {
  backendSourceOf,
  type ExpectedBackend,
  expectedBackend,
  readExpected,
  readFunctionSpecFile,
} from './read-expected-backend.ts';
export { convexIdentity, type Identity } from './read-identity.ts';
export { convexKey, requireAnswer } from './read-key.ts';
export { liveSite } from './read-live-site.ts';
export { moduleHashes, mountedComponents } from './read-modules.ts';
export { readPromotedSide } from './read-promoted-side.ts';
export {
  type CalledFunction,
  type Caller,
  callersOf,
  callsOfSite,
  callsOfSource,
  readCalls,
  readFetched,
  sourceReferences,
} from './read-references.ts';
export { expectedSchema, schemasOf } from './read-schemas.ts';
