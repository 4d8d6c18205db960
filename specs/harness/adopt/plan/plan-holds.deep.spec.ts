import { test } from 'vitest';
import { expectPlanHolds } from './expect-plan-holds.ts';

test.each([
  ['deployment.config.ts', 'dev'],
  ['deployment.config.ts', 'isolation'],
  ['fixtures/event-api/deployment.config.ts', 'staging'],
  ['fixtures/event-api/deployment.config.ts', 'isolation'],
])('what a run of %s %s sends stays within its plan, which sends nothing', async (config, project) => {
  await expectPlanHolds(config, project);
});
