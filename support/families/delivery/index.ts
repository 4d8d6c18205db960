export { declaredForGithub } from './declared-values.ts';
export { judgeDelivery, rolesBeforeFrontend, withDelivery } from './judge-delivery.ts';
