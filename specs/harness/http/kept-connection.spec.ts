import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const module = (file: string) => JSON.stringify(path.join(import.meta.dirname, '../../../support/http', file));

/** The guard holds for the rest of a process, so it has one of its own. */
const script = `
  import { createServer, get } from 'node:http';
  import { guardRunTime } from ${module('guard-run-time.ts')};
  import { withGrant } from ${module('pass-grant.ts')};
  let requests = 0;
  const server = createServer((_, response) => response.end(String(++requests)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  guardRunTime();
  const ask = () => new Promise((resolve, reject) => {
    get({ port: server.address().port, host: '127.0.0.1' }, (response) => response.resume().once('end', resolve)).once('error', reject);
  });
  await withGrant(ask);
  const refusal = await ask().then(() => 'none', ({ message }) => message);
  await withGrant(ask);
  process.stdout.write(JSON.stringify({ refusal, requests }));
  process.exit(0);
`;

test('a connection that the door keeps alive is not used again by a spec', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(JSON.parse(stdout || '{}'), stderr).toEqual({
    refusal: expect.stringMatching(/^a request \(node:http\) was refused: .* only the door/),
    requests: 2,
  });
});
