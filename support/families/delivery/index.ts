export { protectionOf, withApproval } from './approval.ts';
export { declaredForGithub, unmanagedOnGithub } from './declared-values.ts';
export { readHeldNamesOf } from './held-names.ts';
export { judgeAskedDelivery, judgeDelivery, rolesBeforeFrontend, withDelivery } from './judge-delivery.ts';
export { askedPipelines, deliveryFolder } from './read-delivery.ts';
export { readRollback, readWayBack } from './rollback/way-back.ts';
export { commitDates } from './versions/commit-dates.ts';
export { readVersions } from './versions/read-versions.ts';
