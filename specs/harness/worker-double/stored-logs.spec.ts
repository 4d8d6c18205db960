import { expect, it } from 'vitest';
import { ADMIN_TOKEN, startSubject } from './start-subject.ts';

it('a stored log expires after the retention, which restarts with each log of the trace', async () => {
  await using worker = await startSubject({ retentionSeconds: 1800 });
  await worker.log('t');
  expect(await worker.executor.execute(['TTL', 'logs:t'])).toBe(1800);
  await worker.executor.execute(['EXPIRE', 'logs:t', '5']);
  await worker.log('t');
  expect(await worker.executor.execute(['TTL', 'logs:t'])).toBe(1800);
});

it('secrets are removed before a log is stored', async () => {
  await using worker = await startSubject();
  await worker.log('t', {
    message: 'Bearer made-up-1',
    stack: 'password=made-up-2',
    context: { apiToken: 'made-up-3' },
  });
  const stored = JSON.stringify(worker.executor.execute(['LRANGE', 'logs:t', '0', '-1']));

  expect(stored).toContain('[REDACTED]');
  expect(stored).not.toContain('made-up');
});

const clear = (authorization?: string): RequestInit => ({
  method: 'DELETE',
  ...(authorization !== undefined && { headers: { authorization } }),
});

it('clearing requires the administrator’s token, and then deletes only the logs', async () => {
  await using worker = await startSubject();
  await worker.log('a');
  await worker.log('b');
  await worker.executor.execute(['SET', 'other', 'kept']);

  for (const authorization of [undefined, 'Bearer wrong', 'Bearer ', `Basic ${ADMIN_TOKEN}`, ADMIN_TOKEN]) {
    const { status, headers, body } = await worker.request('/logs/clear', clear(authorization));
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toMatchObject({ success: false, error: expect.any(String) });
  }

  expect(await worker.executor.execute(['DBSIZE'])).toBe(3);
  expect(await worker.request('/logs/clear', clear(`Bearer ${ADMIN_TOKEN}`))).toMatchObject({
    status: 200,
    body: { success: true, deleted: 2, message: expect.any(String), cleared_at: expect.any(String) },
  });
  expect(await worker.executor.execute(['KEYS', '*'])).toEqual(['other']);
});

it('without a configured administrator’s token nobody can clear', async () => {
  await using worker = await startSubject({ adminToken: '' });
  for (const authorization of [undefined, 'Bearer ', 'Bearer undefined']) {
    expect((await worker.request('/logs/clear', clear(authorization))).status).toBe(401);
  }
});
