import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { traceCommands } from '../../../../support/report/formats/trace-commands.ts';

test('a trace that was kept is opened by the command that a report prints; one that was not is not named', () => {
  using folder = mkdtempDisposableSync(path.join(tmpdir(), 'airlock trace-'));
  const kept = path.join(folder.path, 'sites');
  mkdirSync(kept);
  writeFileSync(path.join(kept, 'trace.zip'), 'PK');
  const finding = { what: 'a', expected: 'b', received: 'c' };
  const findings = [
    { ...finding, from: ['https://acme.test/sites', kept] },
    { ...finding, from: [path.join(folder.path, 'gone'), 'no evidence was kept: it has a secret'] },
  ];
  expect(traceCommands({ platform: 'smoke', findings })).toEqual([`npx playwright show-trace '${kept}/trace.zip'`]);
  expect(traceCommands({ platform: 'pages', findings })).toEqual([]);
});
