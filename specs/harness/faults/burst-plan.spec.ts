import { expect, test } from 'vitest';
import { workerLimitsFaults } from '../../../fixtures/faults/worker-limits.ts';
import { withPlantedFault } from './plant-fault.ts';
import { runInProcess } from './run-in-process.ts';

const plan =
  /25 requests at once and 3 after them, for the trace (airlock-\S+); left of its own quota: 20 of 20; of quotas that others share: system 39\d of 400, global 99\d of 1000/;

test('the plan of a burst stands on standard error once, in one line, and in the reports', async () => {
  const { stderr, stdout, verdict } = await withPlantedFault(workerLimitsFaults.limiterThatRaces, runInProcess);
  const printed = stderr.split('\n').filter((line) => line.startsWith('Burst on '));
  expect(printed).toEqual([expect.stringMatching(new RegExp(`^Burst on prod: ${plan.source}$`))]);
  const exact = verdict?.parts.specs?.outcomes.find(({ check }) => check === 'worker/rate-limit-exact');
  expect(exact?.evidence).toMatchObject({
    'requests at once': 25,
    'left of system before the burst for the trace': expect.any(Number),
    'left of global before the burst for the trace': expect.any(Number),
  });
  const [, key] = plan.exec(printed[0] ?? '') ?? [];
  expect(exact?.findings[0]?.from.join('\n')).toContain(`for the trace ${key}`);
  expect(stdout).toContain(key);
});
