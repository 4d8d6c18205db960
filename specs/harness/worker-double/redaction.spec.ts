import { expect, it } from 'vitest';
import type { PostedLog } from '../../../fixtures/twin/worker/src/log-entry.ts';
import { redactLog } from '../../../fixtures/twin/worker/src/redaction.ts';
import { patienceMs } from '../patience.ts';
import { assert, constantFrom, property, string } from '../property.ts';

const log = (fields: Partial<PostedLog>): PostedLog => ({
  trace_id: 't',
  message: 'm',
  level: 'info',
  system: 'manual',
  ...fields,
});
const secret = string({ unit: constantFrom(...'abcXYZ0189_-'), minLength: 8, maxLength: 40 });

it('no secret survives in a message, a stack or a context', () => {
  const shapes = constantFrom<(value: string) => Partial<PostedLog>>(
    (value) => ({ message: `sent Authorization: Bearer ${value} to the store` }),
    (value) => ({ message: `login?user=a&password=${value}&next=/` }),
    (value) => ({ message: `{"token":"${value}"}` }),
    (value) => ({ message: `connect redis://user:${value}@host:6379 failed` }),
    (value) => ({ stack: `Error: secret: ${value}\n at a.ts:1` }),
    (value) => ({ context: { accessToken: value } }),
    (value) => ({ context: { headers: { Authorization: `Bearer ${value}` } } }),
    (value) => ({ context: { list: [{ password: { deep: value } }, `api_key=${value}`] } }),
  );
  assert(
    property(
      secret,
      shapes,
      (value, shape) => !JSON.stringify(redactLog(log(shape(`s3cr3t${value}`)))).includes(`s3cr3t${value}`),
    ),
  );
});

it('what is no secret stays as it was', () => {
  const plain = log({
    message: 'the order 17 failed at https://app.example.com:8080/x?y=1',
    context: { page: '/x', n: 1, ok: true, none: null },
  });
  expect(redactLog(plain)).toEqual(plain);
});

it('half a megabyte made to be slow is redacted in time that grows as its length does', () => {
  for (const unit of ['a-', 'a.', 'eyJ-', 'eyJa.', 'token="', 'token ', 'a://', 'bearer ', 'a://:']) {
    const startedAtMs = performance.now();
    redactLog(log({ message: unit.repeat(524_288 / unit.length) }));
    expect(performance.now() - startedAtMs, `milliseconds for ${unit}`).toBeLessThan(patienceMs / 2);
  }
});
