import { describe, expect, it } from 'vitest';
import { eventually, patienceMs } from '../patience.ts';
import { failureOf, openDoor } from './open-door.ts';
import { startServer, startSocketServer } from './start-server.ts';

const deadlineMs = 150;
const soonMs = patienceMs;

async function timed<Value>(work: Promise<Value>): Promise<{ value: Value; tookMs: number }> {
  const started = performance.now();
  const value = await work;
  return { value, tookMs: performance.now() - started };
}

describe('the deadline of a check aborts', () => {
  it.each([
    ['a server that never responds', '', 'no response; the deadline has passed'],
    ['headers that stop halfway', 'HTTP/1.1 200 OK\r\nX-Half: ', 'no response; the deadline has passed'],
    [
      'a body that stops halfway',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"status":',
      'status 200, but the body was not complete; the deadline has passed',
    ],
    [
      'a chunked body that stops halfway',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
      'status 200, but the body was not complete; the deadline has passed',
    ],
  ])('%s', async (_what, text, seen) => {
    await using server = await startSocketServer((socket) => socket.write(text));
    await using open = openDoor([server.url]);
    const pass = open.pass({ signal: AbortSignal.timeout(deadlineMs) });
    const { value: failure, tookMs } = await timed(failureOf(pass.fetch(`${server.url}/health`)));
    expect(failure.kind).toBe('deadline');
    expect(failure.message).toBe(`GET ${server.url}/health: ${seen}`);
    expect(failure.isRefusal).toBe(false);
    expect(tookMs).toBeLessThan(soonMs);
    expect([pass.requests, pass.retries]).toEqual([0, 0]);
    await eventually(() => expect(server.connections.open).toBe(0));
  });

  it('a body that drips forever', async () => {
    await using server = await startServer((_request, response) => {
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    });
    await using open = openDoor([server.url]);
    const pass = open.pass({ signal: AbortSignal.timeout(deadlineMs) });
    const { value: failure, tookMs } = await timed(failureOf(pass.fetch(server.url)));
    expect(failure.kind).toBe('deadline');
    expect(tookMs).toBeLessThan(soonMs);
  });

  it('a request whose body does not finish streaming', async () => {
    await using server = await startServer((_request, response) => response.end('never asked'));
    await using open = openDoor([server.url]);
    const pass = open.pass({ effect: 'canary', signal: AbortSignal.timeout(deadlineMs) });
    const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const { value: failure, tookMs } = await timed(failureOf(pass.fetch(server.url, init)));
    expect([failure.kind, failure.seen]).toEqual([
      'deadline',
      'the request body did not finish streaming; the deadline has passed',
    ]);
    expect(tookMs).toBeLessThan(soonMs);
    expect(server.seen).toEqual([]);
  });

  it('all attempts together, not each separately', async () => {
    await using server = await startServer((_request, response, index) => {
      if (index === 0) response.writeHead(503).end('starting');
    });
    await using open = openDoor([server.url]);
    const { value: failure, tookMs } = await timed(
      failureOf(open.pass({ signal: AbortSignal.timeout(400) }).fetch(server.url)),
    );
    expect(failure.message).toBe(
      `GET ${server.url}/: no response; the deadline has passed; before that: status 503 (2 attempts)`,
    );
    expect(tookMs).toBeLessThan(soonMs);
  });

  it('all redirects together', async () => {
    await using server = await startServer((_request, response, index) => {
      if (index < 2) response.writeHead(302, { location: '/next' }).end();
    });
    await using open = openDoor([server.url]);
    const failure = await failureOf(open.pass({ signal: AbortSignal.timeout(deadlineMs) }).fetch(server.url));
    expect(failure.kind).toBe('deadline');
    expect(failure.url).toBe(`${server.url}/next`);
  });

  it('the requests of its own pass, not those of another', async () => {
    const answers: (() => void)[] = [];
    await using server = await startServer((_request, response) => answers.push(() => response.end('late')));
    await using open = openDoor([server.url]);
    const [short, long] = [open.pass({ signal: AbortSignal.timeout(deadlineMs) }), open.pass()];
    const late = long.fetch(server.url);
    const failures = await Promise.all([short, short].map((pass) => failureOf(pass.fetch(server.url))));
    expect(failures.map(({ kind }) => kind)).toEqual(['deadline', 'deadline']);
    for (const answer of answers) answer();
    expect(await (await late).text()).toBe('late');
  });

  it('also after garbage collection of the signals', async () => {
    await using server = await startSocketServer(() => undefined);
    await using open = openDoor([server.url], { runSignal: AbortSignal.timeout(60_000) });
    const request = open.pass({ signal: AbortSignal.timeout(deadlineMs) }).fetch(server.url);
    // Composed signals reference their sources weakly; enough garbage triggers a collection.
    for (let round = 0; round < 40; round += 1) Array.from({ length: 20_000 }, (_, index) => ({ index, round }));
    expect((await failureOf(request)).kind).toBe('deadline');
  });
});

describe('the caller', () => {
  it('may set a shorter deadline than the check', async () => {
    await using server = await startSocketServer(() => undefined);
    await using open = openDoor([server.url]);
    const request = open.pass().fetch(server.url, { signal: AbortSignal.timeout(deadlineMs) });
    const { value: failure, tookMs } = await timed(failureOf(request));
    expect([failure.kind, failure.seen]).toEqual(['deadline', 'no response; the caller aborted the request']);
    expect(tookMs).toBeLessThan(soonMs);
  });

  it('may pass the signal in a Request', async () => {
    await using server = await startSocketServer(() => undefined);
    await using open = openDoor([server.url]);
    const request = new Request(server.url, { signal: AbortSignal.timeout(deadlineMs) });
    expect((await failureOf(open.pass().fetch(request))).kind).toBe('deadline');
  });

  it('sends nothing if the deadline has passed', async () => {
    await using server = await startServer((_request, response) => response.end());
    await using open = openDoor([server.url]);
    const pass = open.pass({ signal: AbortSignal.abort(new Error('this check has run out of time')) });
    const failure = await failureOf(pass.fetch(server.url));
    expect([failure.kind, failure.seen]).toEqual(['deadline', 'no response; this check has run out of time']);
    expect([server.connections.made, pass.requests, pass.environments]).toEqual([0, 0, []]);
  });
});

describe('the end of the run', () => {
  it('aborts pending requests, without blaming the other side', async () => {
    await using server = await startSocketServer(() => run.abort(new Error('interrupted')));
    const run = new AbortController();
    await using open = openDoor([server.url], { runSignal: run.signal });
    const failure = await failureOf(open.pass().fetch(server.url));
    expect([failure.kind, failure.seen, failure.isRefusal]).toEqual(['run-over', 'no response; interrupted', true]);
  });

  it('ends a wait between attempts with the result of the last attempt', async () => {
    const run = new AbortController();
    await using server = await startServer((_request, response) => {
      response.on('close', () => run.abort());
      response.writeHead(503, { connection: 'close' }).end('starting');
    });
    await using open = openDoor([server.url], { runSignal: run.signal });
    const pass = open.pass();
    // The connection may close while the body is read or after it: both messages are correct.
    const outcome = await pass.fetch(server.url).then(
      ({ status }) => status,
      ({ kind }) => kind,
    );
    expect([503, 'run-over']).toContain(outcome);
    expect([server.seen.length, pass.retries]).toEqual([1, 0]);
  });

  it('may come from its own deadline', async () => {
    await using server = await startSocketServer(() => undefined);
    await using open = openDoor([server.url], { runSignal: AbortSignal.timeout(deadlineMs) });
    const failure = await failureOf(open.pass().fetch(server.url));
    expect([failure.kind, failure.seen]).toEqual(['run-over', 'no response; the run ended']);
  });

  it('closes the door: nothing is sent afterwards, and no connection stays open', async () => {
    await using server = await startSocketServer(() => undefined);
    const open = openDoor([server.url]);
    const pass = open.pass();
    const hanging = failureOf(pass.fetch(server.url));
    await eventually(() => expect(server.asked).toBe(1));
    await open[Symbol.asyncDispose]();
    expect((await hanging).kind).toBe('run-over');
    expect((await failureOf(pass.fetch(server.url))).kind).toBe('run-over');
    expect((await failureOf(open.pass().fetch(server.url))).seen).toBe('no response; the run is over');
    await eventually(() => expect(server.connections).toEqual({ made: 1, open: 0 }));
  });
});
