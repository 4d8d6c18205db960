import { expect, test } from 'vitest';
import { apartByScript } from '../../../../support/families/isolation/index.ts';

const at = (script: string, account = 'acme') => `https://${script}.${account}.workers.dev/ingest`;

test.each([
  [at('logs-dev'), at('logs-prod')],
  [at('logs'), at('logs', 'acme-staging')],
  [at('logs'), at('logger')],
])('%s and %s are two scripts', (one, other) => {
  expect(apartByScript(one, other)).toContain('scripts');
});

test.each([
  ['the same script', at('logs'), at('logs')],
  ['a version of the same script', at('4f2a9c1e-logs'), at('logs')],
  ['an alias of the same script', at('logs'), at('staging-logs')],
  ['a domain of its own', 'https://logs.acme.test', at('logs')],
  ['no address', 'logs', 'logs'],
])('%s proves nothing', (_, one, other) => {
  expect(apartByScript(one, other)).toBeUndefined();
});
