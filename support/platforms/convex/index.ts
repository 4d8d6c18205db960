export { judgePresence } from './judge-functions.ts';
export { convexKey, convexState, deployedFunctions } from './read-deployed-functions.ts';
export { convexIdentity, type Identity } from './read-identity.ts';
export { sourceReferences } from './read-references.ts';
