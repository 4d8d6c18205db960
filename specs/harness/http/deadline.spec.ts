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

describe('the deadline of a check ends', () => {
  it.each([
    ['a server that never answers', '', 'no answer came; the deadline is over'],
    ['headers that stop in the middle', 'HTTP/1.1 200 OK\r\nX-Half: ', 'no answer came; the deadline is over'],
    [
      'a body that stops in the middle',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"status":',
      'status 200 came, but its body did not end; the deadline is over',
    ],
    [
      'a chunked body that stops in the middle',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
      'status 200 came, but its body did not end; the deadline is over',
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

  it('a body that drips for ever', async () => {
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

  it('a request whose own body does not end', async () => {
    await using server = await startServer((_request, response) => response.end('never asked'));
    await using open = openDoor([server.url]);
    const pass = open.pass({ effect: 'canary', signal: AbortSignal.timeout(deadlineMs) });
    const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const { value: failure, tookMs } = await timed(failureOf(pass.fetch(server.url, init)));
    expect([failure.kind, failure.seen]).toEqual(['deadline', 'its own body did not end; the deadline is over']);
    expect(tookMs).toBeLessThan(soonMs);
    expect(server.seen).toEqual([]);
  });

  it('all attempts together, not each for itself', async () => {
    await using server = await startServer((_request, response, index) => {
      if (index === 0) response.writeHead(503).end('starting');
    });
    await using open = openDoor([server.url]);
    const { value: failure, tookMs } = await timed(
      failureOf(open.pass({ signal: AbortSignal.timeout(400) }).fetch(server.url)),
    );
    expect(failure.message).toBe(
      `GET ${server.url}/: no answer came; the deadline is over; before that: status 503 (2 attempts)`,
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

  it('the requests of one pass, and leaves those of another', async () => {
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

  it('also where the signals have been through a collection of garbage', async () => {
    await using server = await startSocketServer(() => undefined);
    await using open = openDoor([server.url], { runSignal: AbortSignal.timeout(60_000) });
    const request = open.pass({ signal: AbortSignal.timeout(deadlineMs) }).fetch(server.url);
    // Composed signals hold their sources weakly; enough garbage makes the engine look.
    for (let round = 0; round < 40; round += 1) Array.from({ length: 20_000 }, (_, index) => ({ index, round }));
    expect((await failureOf(request)).kind).toBe('deadline');
  });
});

describe('whoever asks', () => {
  it('may wait less long than the check', async () => {
    await using server = await startSocketServer(() => undefined);
    await using open = openDoor([server.url]);
    const request = open.pass().fetch(server.url, { signal: AbortSignal.timeout(deadlineMs) });
    const { value: failure, tookMs } = await timed(failureOf(request));
    expect([failure.kind, failure.seen]).toEqual(['deadline', 'no answer came; the one who asked waited no longer']);
    expect(tookMs).toBeLessThan(soonMs);
  });

  it('may give the signal inside a Request', async () => {
    await using server = await startSocketServer(() => undefined);
    await using open = openDoor([server.url]);
    const request = new Request(server.url, { signal: AbortSignal.timeout(deadlineMs) });
    expect((await failureOf(open.pass().fetch(request))).kind).toBe('deadline');
  });

  it('with a deadline that is over sends nothing', async () => {
    await using server = await startServer((_request, response) => response.end());
    await using open = openDoor([server.url]);
    const pass = open.pass({ signal: AbortSignal.abort(new Error('this check has had its time')) });
    const failure = await failureOf(pass.fetch(server.url));
    expect([failure.kind, failure.seen]).toEqual(['deadline', 'no answer came; this check has had its time']);
    expect([server.connections.made, pass.requests, pass.environments]).toEqual([0, 0, []]);
  });
});

describe('the end of the run', () => {
  it('ends what is under way, and says nothing against the other side', async () => {
    await using server = await startSocketServer(() => run.abort(new Error('interrupted')));
    const run = new AbortController();
    await using open = openDoor([server.url], { runSignal: run.signal });
    const failure = await failureOf(open.pass().fetch(server.url));
    expect([failure.kind, failure.seen, failure.isRefusal]).toEqual(['run-over', 'no answer came; interrupted', true]);
  });

  it('ends a wait between attempts with what the last attempt saw', async () => {
    const run = new AbortController();
    await using server = await startServer((_request, response) => {
      response.on('close', () => run.abort());
      response.writeHead(503, { connection: 'close' }).end('starting');
    });
    await using open = openDoor([server.url], { runSignal: run.signal });
    const pass = open.pass();
    // The connection may close while the body is read or after it: either is told truly.
    const outcome = await pass.fetch(server.url).then(
      ({ status }) => status,
      ({ kind }) => kind,
    );
    expect([503, 'run-over']).toContain(outcome);
    expect([server.seen.length, pass.retries]).toEqual([1, 0]);
  });

  it('comes with its own deadline', async () => {
    await using server = await startSocketServer(() => undefined);
    await using open = openDoor([server.url], { runSignal: AbortSignal.timeout(deadlineMs) });
    const failure = await failureOf(open.pass().fetch(server.url));
    expect([failure.kind, failure.seen]).toEqual(['run-over', 'no answer came; the run ended']);
  });

  it('closes the door: nothing leaves it afterwards, and no connection stays', async () => {
    await using server = await startSocketServer(() => undefined);
    const open = openDoor([server.url]);
    const pass = open.pass();
    const hanging = failureOf(pass.fetch(server.url));
    await eventually(() => expect(server.asked).toBe(1));
    await open[Symbol.asyncDispose]();
    expect((await hanging).kind).toBe('run-over');
    expect((await failureOf(pass.fetch(server.url))).kind).toBe('run-over');
    expect((await failureOf(open.pass().fetch(server.url))).seen).toBe('no answer came; the run is over');
    await eventually(() => expect(server.connections).toEqual({ made: 1, open: 0 }));
  });
});
