import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const http = path.join(import.meta.dirname, '../../../support/http');

/** What comes of work in a process of its own, in which nothing but the door may connect. */
function guarded(work: string): string {
  const script = `
    import { guardRunTime } from ${JSON.stringify(`${http}/guard-run-time.ts`)};
    import { readServerCertificate } from ${JSON.stringify(`${http}/server-certificate.ts`)};
    import { connect } from 'node:tls';
    guardRunTime();
    try { await (${work})(); } catch (error) { console.log(error.name, error.kind ?? ''); }
    process.exit(0);`;
  return execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], { encoding: 'utf8' }).trim();
}

test('the door reads a certificate also where everything else is kept from connecting', () => {
  const signal = 'AbortSignal.timeout(20_000)';
  const read = `() => readServerCertificate(new URL('https://127.0.0.1:1'), { signal: ${signal} })`;
  expect(guarded(read)).toBe('RequestFailure connection-refused');
});

test('nothing else does', () => {
  expect(guarded("async () => connect({ host: '127.0.0.1', port: 1 })")).toBe('WithoutPass');
});
