import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forgetSecrets, registerSecret } from '../../../support/redaction/redact.ts';
import type { VerdictSubject } from '../../../support/report/verdict/summarize.ts';
import { readVerdict, writeVerdictPart } from '../../../support/report/verdict/verdict-file.ts';
import { writeReport } from '../../../support/report/verdict/write-report.ts';
import { commandMs, eventually } from '../patience.ts';
import { outcome, sampleCommit, sampleConfig } from './sample-verdict.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'airlock-verdict-'));
});
afterEach(() => {
  forgetSecrets();
  rmSync(directory, { recursive: true, force: true });
});

const subject: VerdictSubject = {
  deployment: 'sample',
  project: 'prod',
  environments: ['prod'],
  commit: sampleCommit,
  config: sampleConfig,
  embedded: false,
  strict: false,
  plan: { specs: { checks: ['sample/one'], environments: ['prod'] } },
};
const part = {
  state: 'complete' as const,
  startedAt: '2026-06-15T12:00:00.000Z',
  finishedAt: '2026-06-15T12:00:10.000Z',
  breakages: [],
  outcomes: [outcome()],
};
const smoke = {
  ...part,
  startedAt: '2026-06-15T12:01:00.000Z',
  finishedAt: '2026-06-15T12:02:00.000Z',
  outcomes: [outcome({ check: 'smoke/loads' })],
};
const file = () => path.join(directory, 'verdict.json');

describe('the verdict file', () => {
  test('is read as it was written', () => {
    const written = writeVerdictPart(directory, subject, 'specs', part);
    expect(readVerdict(file())).toEqual(written);
    expect(written).toMatchObject({
      schema: 2,
      state: 'complete',
      exitCode: 0,
      headline: 'Gate open: every critical check held.',
    });
  });

  test('is running, and has no code, until its part has ended', () => {
    const { finishedAt: _none, ...begun } = part;
    expect(writeVerdictPart(directory, subject, 'specs', { ...begun, state: 'running' })).toMatchObject({
      state: 'running',
      exitCode: null,
      finishedAt: null,
      headline: 'The run has not finished.',
    });
  });

  test('of a part of the checks says of no gate that it is open', () => {
    const partial = { ...part, partial: '1 of 69 specs' };
    const headline = 'Gate closed: only some of the checks ran (1 of 69 specs), and every critical check held in them.';
    expect(writeVerdictPart(directory, subject, 'specs', partial)).toMatchObject({ exitCode: 3, headline });
    expect(writeVerdictPart(directory, subject, 'smoke', smoke)).toMatchObject({ exitCode: 3, headline });
  });

  test('is joined by the smoke tests of the same thing', () => {
    writeVerdictPart(directory, subject, 'specs', { ...part, outcomes: [outcome({ kind: 'failed' })] });
    const both = writeVerdictPart(directory, subject, 'smoke', smoke);
    expect(Object.keys(both.parts)).toEqual(['specs', 'smoke']);
    expect(both).toMatchObject({
      exitCode: 1,
      startedAt: part.startedAt,
      finishedAt: smoke.finishedAt,
      counts: { held: 1, failed: 1 },
    });
  });

  test.each<[string, Partial<VerdictSubject>]>([
    ['commit', { commit: 'f'.repeat(40) }],
    ['project', { project: 'dev' }],
    ['deployment', { deployment: 'another' }],
    ['config', { config: 'f00d' }],
    ['kind of deployment', { embedded: true }],
  ])('is begun anew by smoke tests of another %s', (_what, over) => {
    writeVerdictPart(directory, subject, 'specs', part);
    expect(Object.keys(writeVerdictPart(directory, { ...subject, ...over }, 'smoke', smoke).parts)).toEqual(['smoke']);
  });

  test('is begun anew by specs, whatever was there', () => {
    writeVerdictPart(directory, subject, 'specs', part);
    writeVerdictPart(directory, subject, 'smoke', smoke);
    expect(Object.keys(writeVerdictPart(directory, subject, 'specs', part).parts)).toEqual(['specs']);
    writeFileSync(file(), '{ half');
    expect(Object.keys(writeVerdictPart(directory, subject, 'smoke', smoke).parts)).toEqual(['smoke']);
  });

  test.each([
    ['absent', undefined, /^there is no verdict file /],
    ['empty', '', /is not JSON/],
    ['a list', '[]', /is malformed \(as a whole: /],
    [
      'of a newer Airlock',
      '{"schema":3}',
      /has schema 3, and this Airlock knows schemas up to 2: use the Airlock that wrote it/,
    ],
    ['of an older Airlock', '{"schema":1}', /has schema 1, .* written by an older Airlock/],
    ['of no schema', '{"schema":"2"}', /is malformed \(schema: /],
  ])('that is %s is not relied on', (_what, text, reason) => {
    if (text !== undefined) writeFileSync(file(), text);
    expect(readVerdict(file())).toEqual({ unreadable: expect.stringMatching(reason) });
  });

  test('that is a folder is not relied on', () => {
    mkdirSync(file());
    expect(readVerdict(file())).toEqual({ unreadable: expect.stringMatching(/cannot be read/) });
  });

  test('is for its owner alone, and leaves no other file behind', () => {
    writeVerdictPart(directory, subject, 'specs', part);
    expect(readdirSync(directory)).toEqual(['verdict.json']);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('is not written where it would hold a secret, in any form, and the one before stays', () => {
    writeVerdictPart(directory, subject, 'specs', part);
    const before = readFileSync(file(), 'utf8');
    registerSecret('SAMPLE_KEY', 'made-up "value" of a key');
    for (const leak of [
      'made-up "value" of a key',
      encodeURIComponent('made-up "value" of a key'),
      btoa('made-up "value" of a key'),
    ]) {
      const outcomes = [outcome({ kind: 'failed', reason: leak })];
      expect(() => writeVerdictPart(directory, subject, 'specs', { ...part, outcomes })).toThrow(
        /is not written: it would contain the secret of SAMPLE_KEY/,
      );
    }
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  test('leaves nothing half where it cannot be put in its place', () => {
    mkdirSync(path.join(directory, 'report.md/taken'), { recursive: true });
    expect(() => writeReport(path.join(directory, 'report.md'), 'text')).toThrow();
    expect(readdirSync(directory)).toEqual(['report.md']);
  });
});

describe('a process that is killed while it writes verdicts', () => {
  test('leaves a whole one', async () => {
    for (let round = 0; round < 4; round += 1) {
      const child = startWriter();
      await eventually(() => expect(existsSync(file())).toBe(true));
      // Each round is killed at another point of its writing.
      const reads = 3 + round * 5;
      for (let read = 0; read < reads; read += 1) expect(readVerdict(file())).not.toHaveProperty('unreadable');
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      expect(readVerdict(file())).toMatchObject({ state: 'complete', counts: { held: 3_000 } });
      rmSync(directory, { recursive: true });
      mkdirSync(directory);
    }
  });

  function startWriter(): ChildProcess {
    const support = path.join(import.meta.dirname, '../../../support/report/verdict/verdict-file.ts');
    const script = `
      import { writeVerdictPart } from ${JSON.stringify(support)};
      const part = ${JSON.stringify(part)};
      part.outcomes = Array.from({ length: 3_000 }, () => part.outcomes[0]);
      for (;;) writeVerdictPart(${JSON.stringify(directory)}, ${JSON.stringify(subject)}, 'specs', part);
    `;
    return spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: 'ignore',
      timeout: commandMs,
      killSignal: 'SIGKILL',
    });
  }
});
