import { expect, test } from 'vitest';
import { repeatCommand } from '../../../../support/report/formats/repeat-command.ts';

const clone = { isPackage: false, config: '' };
const team = { isPackage: true, config: '' };
const of = (spec: string, environment = 'prod') => ({
  check: spec.includes('smoke') ? 'smoke/loads' : 'worker/healthy',
  spec: `${spec}:4:1`,
  environment,
});

test.each([
  [of('specs/worker/healthy.spec.ts'), 'prod', clone, 'npx vitest run --project prod specs/worker/healthy.spec.ts'],
  [of('specs/smoke/loads.smoke.ts'), 'prod', clone, 'npx playwright test --project=prod specs/smoke/loads.smoke.ts'],
  [
    of('specs/worker/healthy.spec.ts', 'dev'),
    'prod+dev',
    clone,
    'npx vitest run --project dev specs/worker/healthy.spec.ts',
  ],
  [
    of('specs/worker/healthy.spec.ts', 'dev'),
    'isolation',
    clone,
    'npx vitest run --project isolation specs/worker/healthy.spec.ts',
  ],
  [
    of('specs/worker/healthy.spec.ts'),
    'prod',
    { ...clone, config: "it's.ts" },
    String.raw`DEPLOYMENT_CONFIG='it'\''s.ts' npx vitest run --project prod specs/worker/healthy.spec.ts`,
  ],
  [
    of('node_modules/airlock/specs/worker/healthy.spec.js'),
    'prod',
    team,
    'npx airlock run prod specs/worker/healthy.spec',
  ],
  [
    of('node_modules/airlock/specs/smoke/loads.smoke.js'),
    'prod',
    team,
    'npx airlock smoke prod specs/smoke/loads.smoke',
  ],
  [of('journeys/smoke-order.smoke.ts'), 'prod', team, 'npx airlock smoke prod journeys/smoke-order.smoke'],
  [
    of('node_modules/airlock/specs/worker/healthy.spec.js'),
    'isolation',
    team,
    'npx airlock isolation specs/worker/healthy.spec',
  ],
])('%j of %s is repeated by itself', (outcome, project, where, command) => {
  expect(repeatCommand(outcome, project, where)).toBe(command);
});
