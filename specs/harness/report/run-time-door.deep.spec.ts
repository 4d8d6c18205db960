import { expect, test } from 'vitest';
import { startTrafficServer } from '../check/traffic-server.ts';
import { GateFolder } from './gate-folder.ts';

test('a spec of a gate reaches nothing but through the door, and checks reach what they may', async () => {
  await using server = await startTrafficServer(0);
  await using folder = new GateFolder({ checks: ['sample/reaches-out', 'traffic/reads'] });
  const { exitCode, stdout, stderr } = await folder.run(['--project', 'prod'], { SAMPLE_URL: server.url });
  expect(exitCode, stdout + stderr).toBe(0);
  expect(folder.verdict().counts.held).toBeGreaterThanOrEqual(42);
  expect(folder.kinds()).toMatchObject({ 'sample/reaches-out': 'held', 'traffic/reads': 'held' });
});
