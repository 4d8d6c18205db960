import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryName } from '../../../support/files/leftovers.ts';
import type { WriteSome } from '../../../support/files/write-all.ts';
import { writeAtomically } from '../../../support/files/write-atomically.ts';
import fc from '../property.ts';

function folder(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'airlock-atomic-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test('a file is written with mode 0600, and its folders are made', () => {
  const file = path.join(folder(), 'a/b/target');
  writeAtomically(file, 'text ü');
  expect(readFileSync(file, 'utf8')).toBe('text ü');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(path.dirname(file))).toEqual(['target']);
});

test('a write that takes only some of the bytes is gone on with, at the right place', () => {
  const file = path.join(folder(), 'target');
  const some: WriteSome = (handle, bytes, offset, length) => writeSync(handle, bytes, offset, Math.min(length, 7));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      writeAtomically(file, text, some);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }),
    { numRuns: 25 },
  );
});

describe('a disk that is full', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  test.each<[string, WriteSome, string]>([
    [
      'after 16,384 bytes',
      (handle, bytes, offset, length) => {
        if (offset >= 16_384) throw full;
        return writeSync(handle, bytes, offset, Math.min(length, 16_384 - offset));
      },
      'ENOSPC',
    ],
    [
      'at once',
      () => {
        throw full;
      },
      'ENOSPC',
    ],
    ['without a word', () => 0, 'only 0 of 40000 bytes could be written'],
  ])('%s leaves the old file whole, and nothing beside it', (_, write, message) => {
    const directory = folder();
    const file = path.join(directory, 'verdict.json');
    writeAtomically(file, 'old');
    expect(() => writeAtomically(file, 'n'.repeat(40_000), write)).toThrow(message);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(directory)).toEqual(['verdict.json']);
  });
});

test('a rename that is refused leaves what was there, and nothing beside it', () => {
  const directory = folder();
  mkdirSync(path.join(directory, 'blocked/inside'), { recursive: true });
  expect(() => writeAtomically(path.join(directory, 'blocked'), 'text')).toThrow();
  expect(readdirSync(directory)).toEqual(['blocked']);
  expect(readdirSync(path.join(directory, 'blocked'))).toEqual(['inside']);
});

test('a symbolic link is replaced; the file that it led to stays as it was', () => {
  const directory = folder();
  writeFileSync(path.join(directory, 'elsewhere'), 'theirs');
  symlinkSync('elsewhere', path.join(directory, 'target'));
  writeAtomically(path.join(directory, 'target'), 'ours');
  expect(lstatSync(path.join(directory, 'target')).isSymbolicLink()).toBe(false);
  expect(readFileSync(path.join(directory, 'elsewhere'), 'utf8')).toBe('theirs');
});

describe('a process that is killed', () => {
  const characters = 2_000_000;

  function startWriter(file: string): ChildProcess {
    const script = path.join(import.meta.dirname, 'rewrite-for-ever.ts');
    return spawn(process.execPath, [script, file, String(characters)], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  test('leaves one whole text or the other, and the next write removes what it left beside it', async () => {
    const file = path.join(folder(), '.env.local');
    const killedAfterMs = Array.from({ length: 5 }, () => Math.random() * 30);
    for (const waitMs of killedAfterMs) {
      const child = startWriter(file);
      if (child.stdout) await once(child.stdout, 'data');
      // What is tried is the moment of the kill: it has to fall into the middle of a write.
      await delay(waitMs);
      child.kill('SIGKILL');
      await once(child, 'close');
      const text = readFileSync(file, 'utf8');
      expect(text, `killed after ${waitMs} ms`).toHaveLength(characters);
      expect(text === 'a'.repeat(characters) || text === 'b'.repeat(characters)).toBe(true);
    }
    writeAtomically(file, 'last');
    expect(readdirSync(path.dirname(file))).toEqual(['.env.local']);
  });
});

describe('what lies beside a file', () => {
  const leave = (file: string, pid: number) => {
    const name = temporaryName(file).replace(`-${process.pid}-`, `-${pid}-`);
    writeFileSync(name, 'half');
    return path.basename(name);
  };
  const gone = () => spawnSync(process.execPath, ['-e', '']).pid;

  test('goes if its process is gone', () => {
    const file = path.join(folder(), 'target');
    leave(file, gone());
    writeAtomically(file, 'text');
    expect(readdirSync(path.dirname(file))).toEqual(['target']);
  });

  test('goes if a former process had the number of this one, as in a container', () => {
    const file = path.join(folder(), 'target');
    const name = leave(file, process.pid);
    utimesSync(path.join(path.dirname(file), name), 1, 1);
    writeAtomically(file, 'text');
    expect(readdirSync(path.dirname(file))).toEqual(['target']);
  });

  test('stays if its process runs, if it is of another machine or another file, or anything else', () => {
    const file = path.join(folder(), 'target');
    const directory = path.dirname(file);
    const kept = [
      leave(file, process.ppid),
      leave(file, process.pid),
      leave(path.join(directory, 'other'), gone()),
      '.target.tmp',
    ];
    const elsewhere = path.basename(temporaryName(file)).replace(/airlock-[0-9a-f]{8}/, 'airlock-00000000');
    for (const name of ['.target.tmp', elsewhere]) writeFileSync(path.join(directory, name), 'half');
    writeAtomically(file, 'text');
    expect(readdirSync(directory).sort()).toEqual([...kept, elsewhere, 'target'].sort());
  });
});
