export { judgeBurst } from './judge-burst.ts';
export { judgeCanary } from './judge-canary.ts';
export { judgeHealth } from './judge-health.ts';
export { workerBurst } from './read-burst.ts';
export { workerCanary } from './read-canary.ts';
export { requireWorker, workerHealth } from './read-health.ts';
export { allowsOrigin, type Preflight, workerPreflight } from './read-preflight.ts';
