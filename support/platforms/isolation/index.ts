export { judgeIdentity } from './judge-identity.ts';
export { judgeOrigin, originSubjects } from './judge-origins.ts';
