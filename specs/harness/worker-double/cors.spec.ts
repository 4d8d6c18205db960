import { afterAll, beforeAll, expect, it } from 'vitest';
import { APP_ORIGIN, startSubject } from './start-subject.ts';

let worker: Awaited<ReturnType<typeof startSubject>>;
beforeAll(async () => {
  worker = await startSubject();
});
afterAll(() => worker[Symbol.asyncDispose]());

const preflight = (origin: string, path = '/log') =>
  worker.request(path, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  });

it.each([APP_ORIGIN, 'http://127.0.0.1:5173'])(
  '%s is allowed, by the preflight and by the response',
  async (origin) => {
    const { status, headers } = await preflight(origin);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-methods')).toContain('POST');
    expect(headers.get('access-control-allow-headers')).toContain('content-type');
    expect(headers.get('vary')).toBe('Origin');

    for (const path of ['/health', '/nothing', '/logs']) {
      const answer = await worker.request(path, { headers: { origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('vary')).toBe('Origin');
      expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After');
    }
  },
);

it.each([
  'https://evil.example.net',
  'http://app.example.com',
  'https://app.example.com.evil.com',
  'https://evilapp.example.com',
  'https://app.example.com:8443',
  'https://app.example.com/',
  'https://APP.example.com',
  'null',
  '*',
])('%s is allowed nowhere', async (origin) => {
  for (const { headers } of [await preflight(origin), await worker.request('/health', { headers: { origin } })]) {
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(headers.get('vary')).toBe('Origin');
  }
});

it('a request without an origin gets no CORS headers', async () => {
  const { headers } = await worker.request('/');
  expect(headers.has('access-control-allow-origin')).toBe(false);
  expect(headers.get('vary')).toBe('Origin');
});

it('a rate-limit refusal can be read by an allowed origin', async () => {
  const { headers } = await worker.post('{}', { origin: APP_ORIGIN });
  expect(headers.get('access-control-allow-origin')).toBe(APP_ORIGIN);
});

it('a star in the configured list allows no origin', async () => {
  await using open = await startSubject({ allowedOrigins: ['*', 'null'] });
  for (const origin of ['https://evil.example.net', 'null']) {
    const { headers } = await open.request('/health', { headers: { origin } });
    expect(headers.has('access-control-allow-origin')).toBe(false);
  }
});
