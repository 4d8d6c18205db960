import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventually } from '../patience.ts';
import { GateFolder, startIn } from '../report/gate-folder.ts';
import { startTrafficServer } from './traffic-server.ts';

test('a rerun in watch mode reads again', async () => {
  await using folder = new GateFolder({ checks: ['traffic/writes', 'traffic/reads'] });
  const states: string[] = [];
  await using server = await startTrafficServer(1, () => states.push(folder.verdict().state));
  const { child, ended } = startIn(folder.root, ['watch', '--project', 'prod'], { SAMPLE_URL: server.url });
  const verdictOf = (arrivals: number) =>
    eventually(() => {
      expect(server.arrivals).toHaveLength(arrivals);
      expect(folder.verdict().state).toBe('complete');
    });
  try {
    await verdictOf(2);
    expect(folder.kinds()).toEqual({ 'traffic/reads': 'held', 'traffic/writes': 'held' });
    folder.write(
      'traffic/writes',
      readFileSync(folder.specFile('traffic/writes'), 'utf8').replace("'200'", "'200 again'"),
    );
    await verdictOf(3);
    expect(server.arrivals.map(({ path }) => path).toSorted()).toEqual(['/reads', '/writes', '/writes']);
    expect(states, 'the verdict, at each request').toEqual(['running', 'running', 'running']);
    // Only what was changed is run again, so this verdict is of a part.
    expect(folder.verdict().parts.specs?.partial).toBe('1 of 2 specs');
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
});
