export { counterpart } from '../../profile/index.ts';
export { type Calls, shownDeployment } from './call-sites.ts';
export { judgeKinds, judgePresence } from './judge-calls.ts';
export { judgeFields, judgeIndexes, judgeTables } from './judge-schema.ts';
export { requireResolved, settleTexts } from './open-places.ts';
export { canaryQuery } from './read-canary-query.ts';
export { convexState, deployedFunctions, deployedSpec } from './read-deployed-functions.ts';
export { componentIndexes, deployedIndexes, deployedVariables } from './read-deployed-schema.ts';
export {
  backendSourceOf,
  expectedBackend,
  readExpected,
  readFunctionSpecFile,
  requireInstalled,
} from './read-expected-backend.ts';
export { convexIdentity, type Identity } from './read-identity.ts';
export { convexKey, requireAnswer } from './read-key.ts';
export {
  componentFunctions,
  localModules,
  moduleHashes as deployedModules,
  mountedComponents,
} from './read-modules.ts';
export {
  allSchemasOf,
  componentSources,
  componentVariablesOf,
  type OwnComponentSource,
} from './read-own-components.ts';
export { readPromotedSide } from './read-promoted-side.ts';
export {
  calledAt,
  callersOf,
  callsOfSite,
  callsOfSource,
  openPlace,
  readCalls,
  readFetched,
  siteCallers,
} from './read-references.ts';
export { backendsWithSchema } from './read-schemas.ts';
export { callerSends } from './sends.ts';
