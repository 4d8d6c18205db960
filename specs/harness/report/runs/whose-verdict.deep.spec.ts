import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { GateFolder } from '../gate-folder.ts';

test('deployments whose names differ in signs alone keep their verdicts apart', async () => {
  await using folder = new GateFolder({ checks: ['sample/holds'], config: { name: 'my app' } });
  expect((await folder.run()).exitCode).toBe(0);

  folder.configure({ name: 'my-app', limits: { checkMs: 2_001 } });
  expect(folder.gate(['--env', 'prod'])).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('there is no verdict file'),
  });
  // A run that cannot start takes its own former verdict away, and no other.
  expect((await folder.run(['--project', 'prdo'])).exitCode).toBe(78);

  folder.configure({ name: 'my app' });
  expect(folder.gate(['--env', 'prod']).status).toBe(0);
});

test('a deployment that was renamed has no verdict yet', async () => {
  await using folder = new GateFolder({ checks: ['sample/holds'] });
  expect((await folder.run()).exitCode).toBe(0);
  folder.configure({ name: 'renamed' });
  expect(folder.gate(['--env', 'prod']).status).toBe(3);
  expect((await folder.run()).exitCode).toBe(0);
  expect(readdirSync(path.join(folder.root, 'reports')).sort()).toEqual(['renamed', 'sample']);
});
