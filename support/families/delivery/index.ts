export { declaredForGithub, unmanagedOnGithub } from './declared-values.ts';
export { readHeldNamesOf } from './held-names.ts';
export { judgeDelivery, rolesBeforeFrontend, withDelivery } from './judge-delivery.ts';
export { deliveryFolder } from './read-delivery.ts';
export { commitDates } from './versions/commit-dates.ts';
export { readVersions } from './versions/read-versions.ts';
