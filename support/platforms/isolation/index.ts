export { credentialsOf } from './credential-trials.ts';
export { convexSecrets, tableSecrets } from './environment-secrets.ts';
export { judgeCredential } from './judge-credential.ts';
export { databaseEvidence, judgeReportedDatabase, judgeSameServer } from './judge-database-identity.ts';
export {
  connectionValues,
  databaseTargets,
  judgeDatabases,
  unreadConnection,
  unsetConnection,
} from './judge-databases.ts';
export { judgeSameContents, judgeSameIds } from './judge-documents.ts';
export { judgeEveryPair } from './judge-every-pair.ts';
export { judgeIdentity } from './judge-identity.ts';
export { judgeLinks } from './judge-links.ts';
export { judgeOrigin, originSubjects } from './judge-origins.ts';
export { judgeRedirect } from './judge-redirect.ts';
export { judgeSecrets } from './judge-secrets.ts';
export { judgeSignIn } from './judge-sign-in.ts';
export { judgeSite, ownMarksIn, requireWholeSite } from './judge-site.ts';
export { judgeType } from './judge-type.ts';
export { judgeWorkerName } from './judge-worker-name.ts';
export { linkSources } from './link-sources.ts';
export { ofEach, requireOthers } from './other-environments.ts';

export { databaseIdentity } from './read-database.ts';
export { deploymentType } from './read-deployment-type.ts';
export { documentCanary, documentCanaryRemoval, documentElsewhere } from './read-document-canary.ts';
export { openDocuments } from './read-documents.ts';
export { followedIdentity } from './read-followed-identity.ts';
export { logElsewhere, redisKeyElsewhere } from './read-log-elsewhere.ts';
export { ownOrigins, signInRedirect } from './read-sign-in.ts';
export { siteFiles } from './read-site-files.ts';
export { workerName } from './read-worker-name.ts';
