export { deploymentName } from './deployment-name.ts';
export { hostIdentity, isLoopback } from './hosts.ts';
export { isolatedValues } from './isolated-values.ts';
export { judgeDifference } from './judge-differences.ts';
export { judgeForeignHosts, marksOf } from './judge-foreign-hosts.ts';
export { judgeRequired } from './judge-required.ts';
export { judgeDuplicates, judgeParsing, judgeShape, judgeTargets } from './judge-table.ts';
