import { Redis } from '@upstash/redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { patienceMs } from '../patience.ts';

/** What the contract needs to know of a started service. */
export interface RedisRestSubject {
  readonly url: string;
  readonly token: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * What every Redis over REST keeps, whatever stands behind it. It never moves a clock, so it holds for a real server
 * as well. Each spec starts with an empty database: give it one that nothing else uses.
 */
export function redisRestContract(start: () => Promise<RedisRestSubject>): void {
  describe('the contract of Redis over REST', () => {
    let subject: RedisRestSubject;
    let client: Redis;

    beforeAll(async () => {
      subject = await start();
      client = new Redis({ url: subject.url, token: subject.token, retry: false });
    });
    afterEach(() => client.flushdb());
    afterAll(() => subject[Symbol.asyncDispose]());

    const send = async (path: string, init: RequestInit = {}) => {
      const headers = { authorization: `Bearer ${subject.token}`, ...init.headers };
      const response = await fetch(`${subject.url}${path}`, { ...init, headers });
      return { status: response.status, headers: response.headers, body: await response.json() };
    };
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(path, { method: 'POST', body: JSON.stringify(body), headers });

    describe('the official client', () => {
      it('is answered PONG', async () => {
        expect(await client.ping()).toBe('PONG');
      });

      it('reads back what it wrote, whatever the characters', async () => {
        for (const text of ['plain', '', 'zwölf 日本 🚚', '{"a":[1,2]}', 'OK', 'T0s=', 'line\r\nline\0']) {
          await client.set('key', text);
          expect(await new Redis({ ...subject, automaticDeserialization: false }).get('key')).toBe(text);
        }
        expect(await client.get('absent')).toBeNull();
      });

      it('sets with expiry and condition', async () => {
        expect(await client.set('key', 'first', { nx: true, ex: 100 })).toBe('OK');
        expect(await client.set('key', 'second', { nx: true })).toBeNull();
        expect(await client.get('key')).toBe('first');
        expect(await client.ttl('key')).toBeGreaterThan(98);
        expect(await client.set('other', 'value', { xx: true })).toBeNull();
        expect(await client.set('key', 'third', { xx: true })).toBe('OK');
        expect(await client.ttl('key')).toBe(-1);
      });

      it('counts', async () => {
        expect(await client.incr('n')).toBe(1);
        expect(await client.incrby('n', 41)).toBe(42);
        expect(await client.decr('n')).toBe(41);
        await client.set('text', 'abc');
        await expect(client.incr('text')).rejects.toThrow(/ERR value is not an int/);
      });

      it('counts exactly when every request is in flight at once', async () => {
        const seen = await Promise.all(Array.from({ length: 50 }, () => post('/', ['INCR', 'n'])));
        const counts = seen.map(({ body }) => body.result).sort((left, right) => left - right);
        expect(counts).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
      });

      it('keeps lists in order', async () => {
        expect(await client.lpush('list', 'a', 'b')).toBe(2);
        expect(await client.rpush('list', 'z')).toBe(3);
        expect(await client.lrange('list', 0, -1)).toEqual(['b', 'a', 'z']);
        expect(await client.lrange('list', -2, 10)).toEqual(['a', 'z']);
        expect(await client.lrange('list', 5, 9)).toEqual([]);
        expect(await client.llen('list')).toBe(3);
        expect(await client.ltrim('list', 0, 0)).toBe('OK');
        expect(await client.lrange('list', 0, -1)).toEqual(['b']);
        await client.ltrim('list', 1, 0);
        expect(await client.exists('list')).toBe(0);
      });

      it('keeps hashes and sorted sets', async () => {
        expect(await client.hset('hash', { a: '1', b: 'two' })).toBe(2);
        expect(await client.hget('hash', 'b')).toBe('two');
        expect(await client.hincrby('hash', 'a', 4)).toBe(5);
        expect(await client.hgetall('hash')).toEqual({ a: 5, b: 'two' });
        expect(await client.hgetall('absent')).toBeNull();
        expect(await client.zadd('zset', { score: 2, member: 'two' }, { score: 1, member: 'one' })).toBe(2);
        expect(await client.zrange('zset', 0, -1)).toEqual(['one', 'two']);
        expect(await client.zrange('zset', 0, 0, { rev: true, withScores: true })).toEqual(['two', 2]);
      });

      it('finds keys by pattern', async () => {
        await client.mset({ 'logs:a': 1, 'logs:b': 2, 'other:a': 3 });
        expect((await client.keys('logs:*')).sort()).toEqual(['logs:a', 'logs:b']);
        expect(await client.keys('logs:[^a]')).toEqual(['logs:b']);
        expect(await client.dbsize()).toBe(3);
        expect(await client.del('logs:a', 'logs:b', 'absent')).toBe(2);
        expect(await client.exists('logs:a', 'other:a')).toBe(1);
      });

      it('scans every key once over all pages', async () => {
        const names = Array.from({ length: 57 }, (_, index) => `logs:${index}`);
        await client.mset(Object.fromEntries(names.map((name) => [name, 1])));
        await client.set('elsewhere', 1);
        const found: string[] = [];
        let cursor = '0';
        do {
          const [next, keys] = await client.scan(cursor, { match: 'logs:*', count: 10 });
          found.push(...keys);
          cursor = next;
        } while (cursor !== '0');
        expect(new Set(found)).toEqual(new Set(names));
      });

      it('tells types and times to live', async () => {
        await client.rpush('list', 'a');
        expect(await client.type('list')).toBe('list');
        expect(await client.type('absent')).toBe('none');
        expect(await client.ttl('absent')).toBe(-2);
        expect(await client.ttl('list')).toBe(-1);
        expect(await client.expire('list', 1000)).toBe(1);
        expect(await client.ttl('list')).toBeGreaterThan(900);
        expect(await client.pexpire('list', 5000)).toBe(1);
        expect(await client.pttl('list')).toBeLessThanOrEqual(5000);
        expect(await client.expire('absent', 100)).toBe(0);
        expect(await client.expire('list', -1)).toBe(1);
        expect(await client.exists('list')).toBe(0);
      });

      it('no longer finds a key whose time is up', async () => {
        await client.set('brief', 'value', { px: 20 });
        await expect.poll(() => client.get('brief'), { timeout: patienceMs, interval: 5 }).toBeNull();
      });

      it('is told Unauthorized with a wrong token', async () => {
        const stranger = new Redis({ url: subject.url, token: 'not-the-token', retry: false });
        await expect(stranger.get('key')).rejects.toThrow(/Unauthorized/);
      });

      it('gets the results of a pipeline around a command that failed', async () => {
        await client.set('list', 'not a list');
        const outcomes = await client.pipeline().incr('n').lpush('list', 'a').incr('n').exec({ keepErrors: true });
        expect(outcomes.map(({ result }) => result)).toEqual([1, undefined, 2]);
        expect(outcomes[1]?.error).toMatch(/^WRONGTYPE/);
      });

      it('runs a transaction', async () => {
        expect(await client.multi().set('key', 'value').get('key').exec()).toEqual(['OK', 'value']);
      });
    });

    describe('the wire', () => {
      it('takes a command in the path, the body as last argument and options in the query', async () => {
        expect((await send('/set/foo/bar/EX/100')).body).toEqual({ result: 'OK' });
        expect((await send('/get/foo')).body).toEqual({ result: 'bar' });
        expect((await send('/set/a%2Fb/c%20d', { method: 'PUT' })).body).toEqual({ result: 'OK' });
        expect((await post('/', ['get', 'a/b'])).body).toEqual({ result: 'c d' });
        expect((await send('/set/foo?EX=50&NX', { method: 'POST', body: 'new' })).body).toEqual({ result: null });
        expect((await send('/set/foo?EX=50', { method: 'POST', body: 'new' })).body).toEqual({ result: 'OK' });
        expect((await send('/ttl/foo')).body.result).toBeGreaterThan(48);
        expect((await send('/get/foo')).body).toEqual({ result: 'new' });
      });

      it('takes the token from the query as well', async () => {
        const asked = async (token: string) => (await fetch(`${subject.url}/ping?_token=${token}`)).status;
        expect(await asked(encodeURIComponent(subject.token))).toBe(200);
        expect(await asked('not-the-token')).toBe(401);
      });

      it('refuses a request without a token, and touches nothing', async () => {
        const response = await fetch(`${subject.url}/set/key/value`);
        expect(response.status).toBe(401);
        expect(await response.json()).toEqual({ error: 'Unauthorized' });
        expect(await client.exists('key')).toBe(0);
      });

      it('encodes strings in base64 on request, and only then', async () => {
        await post('/', ['RPUSH', 'list', 'añb', '7']);
        const range = ['LRANGE', 'list', 0, -1];
        expect((await post('/', range)).body).toEqual({ result: ['añb', '7'] });
        const encoded = await post('/', range, { 'upstash-encoding': 'base64' });
        expect(encoded.body).toEqual({ result: ['YcOxYg==', 'Nw=='] });
        const pipeline = [
          ['SET', 'k', 'v'],
          ['GET', 'k'],
          ['INCR', 'n'],
          ['GET', 'absent'],
        ];
        expect((await post('/pipeline', pipeline, { 'upstash-encoding': 'base64' })).body).toEqual([
          { result: 'OK' },
          { result: 'dg==' },
          { result: 1 },
          { result: null },
        ]);
      });

      it('gives a sync token with each answer', async () => {
        expect((await post('/', ['PING'])).headers.get('upstash-sync-token')).toBeTruthy();
      });

      it('answers 400 with the error for one command, 200 with it in a pipeline', async () => {
        const wrong = ['LRANGE', 'list', '0'];
        const error = "ERR wrong number of arguments for 'lrange' command";
        expect(await post('/', wrong)).toMatchObject({ status: 400, body: { error } });
        expect(await post('/pipeline', [wrong, ['PING']])).toMatchObject({
          status: 200,
          body: [{ error }, { result: 'PONG' }],
        });
      });

      it('discards a transaction whole when a command cannot be queued', async () => {
        const discarded = await post('/multi-exec', [
          ['SET', 'key', 'value'],
          ['NOSUCHCOMMAND', 'key'],
        ]);
        expect(discarded.status).toBe(400);
        expect(discarded.body.error).toMatch(/^(EXECABORT|ERR)/);
        expect(await client.exists('key')).toBe(0);
      });

      it('keeps the rest of a transaction when a command fails as it runs', async () => {
        const ran = await post('/multi-exec', [
          ['SET', 'text', 'abc'],
          ['INCR', 'text'],
          ['INCR', 'n'],
        ]);
        expect(ran.status).toBe(200);
        expect(ran.body).toMatchObject([{ result: 'OK' }, { error: expect.stringMatching(/^ERR/) }, { result: 1 }]);
      });

      it.each([
        ['/', '{"not":"an array"}'],
        ['/', 'not json'],
        ['/', '[]'],
        ['/', '[["SET","a"]]'],
        ['/pipeline', '["SET","a","b"]'],
        ['/multi-exec', '[[{"a":1}]]'],
        ['/', '["NOSUCHCOMMAND"]'],
      ])('answers 400 with a reason to %s with %s', async (path, body) => {
        const answer = await send(path, { method: 'POST', body });
        expect(answer).toMatchObject({ status: 400, body: { error: expect.stringMatching(/^ERR /) } });
      });

      it('answers 405 to a method that it does not take', async () => {
        expect(await send('/del/key', { method: 'DELETE' })).toMatchObject({ status: 405 });
      });
    });
  });
}
