export { homeOrigins, named } from '../../profile/index.ts';
export { deploymentOwner } from '../config/index.ts';
export { credentialsOf } from './credentials/credential-trials.ts';
export { convexSecrets, heldSecrets, readableBackends } from './credentials/environment-secrets.ts';
export { isComparedAlone, secretPairs } from './credentials/secret-pairs.ts';
export {
  connectionValues,
  databaseTargets,
  judgeDatabases,
  unreadConnection,
  unsetConnection,
} from './databases/judge-databases.ts';
export { databaseIdentity } from './databases/read-database.ts';
export { type CopyRules, judgeSameContents, judgeSameIds } from './documents/judge-documents.ts';
export { judgeEveryPair } from './documents/judge-every-pair.ts';
export { documentCanary, documentCanaryRemoval, documentElsewhere } from './documents/read-document-canary.ts';
export { openDocuments } from './documents/read-documents.ts';
export { judgeRedirect } from './judge-redirect.ts';
export { linkActions, linkSources } from './links/link-sources.ts';
export { ofEach, requireOthers } from './other-environments.ts';
export { deploymentType } from './read-deployment-type.ts';
export { followedIdentity } from './read-followed-identity.ts';
export { logElsewhere, redisKeyElsewhere } from './read-log-elsewhere.ts';
export { signInRedirect } from './read-sign-in.ts';
export { unknownTrace } from './read-unknown-trace.ts';
export { workerName } from './read-worker-name.ts';
export { workersApart } from './read-workers-apart.ts';
export { documentReads, logCanarySends, siteFileReads, workerIdentitySends } from './sends.ts';
export { connectedSites } from './site/connected-sites.ts';
export { convexAddressesIn, type NamedConvexHost } from './site/convex-addresses.ts';
export { judgeSite, ownMarksIn, requireWholeSite } from './site/judge-site.ts';
export { siteFiles } from './site/read-site-files.ts';
export { siteEvidence } from './site/site-evidence.ts';
export { markEvidence } from './site/site-marks.ts';
export { textViews } from './site/text-views.ts';
export { reachableToTry, triedEnvironments } from './tried-environments.ts';
export { apartByScript } from './worker-scripts.ts';
