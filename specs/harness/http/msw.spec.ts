import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { failureOf, openDoor } from './open-door.ts';

const seen: Headers[] = [];
const server = setupServer(
  http.get('https://log.example.net/health', ({ request }) => {
    seen.push(request.headers);
    return HttpResponse.json({ status: 'healthy' });
  }),
  http.post('https://log.example.net/log', async ({ request }) =>
    HttpResponse.json(await request.json(), { status: 201 }),
  ),
  http.get('https://log.example.net/broken', () => HttpResponse.error()),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());

it('msw sees the requests of the door, including their headers', async () => {
  await using open = openDoor(['https://log.example.net']);
  const pass = open.pass();
  const response = await pass.fetch('https://log.example.net/health');

  expect(await response.json()).toEqual({ status: 'healthy' });
  expect(response.url).toBe('https://log.example.net/health');
  expect(seen[0]?.get('x-airlock-check')).toBe('worker/healthy');
  expect(pass.requests).toBe(1);
});

it('msw can answer with the request body', async () => {
  await using open = openDoor(['https://log.example.net']);
  const response = await open.pass({ effect: 'canary' }).fetch('https://log.example.net/log', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"n":1}',
  });

  expect([response.status, await response.json()]).toEqual([201, { n: 1 }]);
});

it('a network error of msw, or a request without a handler, is a failure', async () => {
  // msw also reports it on the console.
  using _console = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await using open = openDoor(['https://log.example.net']);
  const pass = open.pass();
  expect((await failureOf(pass.fetch('https://log.example.net/broken'))).kind).toBe('network');
  expect((await failureOf(pass.fetch('https://log.example.net/unknown'))).kind).toBe('network');
  expect(pass.requests).toBe(0);
});
