export { judgeFailedRequests } from './judge-failed-requests.ts';
export { judgeLoads } from './judge-loads.ts';
export { judgeOpened } from './judge-opened.ts';
export { judgePageErrors } from './judge-page-errors.ts';
export { type SmokeContext, type SmokeDefinition, smokeCheck } from './smoke-check.ts';
