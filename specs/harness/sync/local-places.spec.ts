import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { quoteLine, Unquotable } from '../../../support/sync/local/quote-value.ts';
import { mustReadBack } from '../../../support/sync/local/read-back.ts';
import { applyLocal, planLocal } from '../../../support/sync/sync-local.ts';
import fc from '../property.ts';
import { syncDeployment } from './sync-deployment.ts';

const rows = '| A | NEXTJS | KEY_NAME | of-dev | of-prod |\n| A | NEXTJS | KEY_PEM | line one | other |\n';

async function sync(prepare: (web: string) => void, text = rows) {
  const deployment = syncDeployment(text, { sync: { targets: { NEXTJS: { localFile: 'web/.env.local' } } } });
  const web = path.join(deployment.directory, 'web');
  mkdirSync(web);
  prepare(web);
  const profile = deployment.profile('dev', { DEV_KEY_PEM: '-----BEGIN KEY-----\nAAAA\n-----END KEY-----' });
  const plans = await planLocal(profile, profile.sync);
  const applied = await applyLocal(plans, profile.sync, { now: new Date() });
  return { deployment, web, plans, applied };
}

describe('a local file', () => {
  test('that is a symbolic link stays one: its target is written, and backed up', async () => {
    const { deployment, web, plans, applied } = await sync((folder) => {
      writeFileSync(path.join(folder, 'shared.env'), 'KEY_NAME=old\n');
      symlinkSync('shared.env', path.join(folder, '.env.local'));
    });
    using _ = deployment;
    expect(lstatSync(path.join(web, '.env.local')).isSymbolicLink()).toBe(true);
    expect(parse(readFileSync(path.join(web, 'shared.env'), 'utf8'))).toMatchObject({ KEY_NAME: 'of-dev' });
    expect(plans[0]?.shown).toMatch(/^web\/\.env\.local \(a link to .*shared\.env\)$/);
    expect(applied.backups.map((file) => readFileSync(file, 'utf8'))).toEqual(['KEY_NAME=old\n']);
  });

  test.each<[string, (web: string) => void, RegExp]>([
    [
      'a link that leads nowhere',
      (web) => symlinkSync('gone.env', path.join(web, '.env.local')),
      /is a symbolic link that leads nowhere/,
    ],
    [
      'a file with hard links',
      (web) => {
        writeFileSync(path.join(web, 'other.env'), 'KEY_NAME=old\n');
        linkSync(path.join(web, 'other.env'), path.join(web, '.env.local'));
      },
      /has 2 hard links, and the others would keep the old content/,
    ],
    [
      'a read-only file',
      (web) => {
        writeFileSync(path.join(web, '.env.local'), 'KEY_NAME=old\n');
        chmodSync(path.join(web, '.env.local'), 0o444);
      },
      /is read-only/,
    ],
    ['a folder', (web) => mkdirSync(path.join(web, '.env.local')), /is not a regular file/],
    ['a pipe', (web) => void spawnSync('mkfifo', [path.join(web, '.env.local')]), /is not a regular file/],
    ['a link to a device', (web) => symlinkSync('/dev/null', path.join(web, '.env.local')), /is not a regular file/],
    [
      'a link to itself',
      (web) => symlinkSync('.env.local', path.join(web, '.env.local')),
      /cannot be looked at: ELOOP/,
    ],
    [
      'a link to a file with hard links',
      (web) => {
        writeFileSync(path.join(web, 'other.env'), 'KEY_NAME=old\n');
        linkSync(path.join(web, 'other.env'), path.join(web, 'shared.env'));
        symlinkSync('shared.env', path.join(web, '.env.local'));
      },
      /has 2 hard links/,
    ],
  ])('that is %s is refused in words', async (_, prepare, message) => {
    await expect(sync(prepare)).rejects.toThrow(message);
  });

  test.each<[string, (web: string) => void]>([
    ['became a link', (web) => symlinkSync('shared.env', path.join(web, '.env.local'))],
    ['became a link to nowhere', (web) => symlinkSync('gone.env', path.join(web, '.env.local'))],
    ['was written', (web) => writeFileSync(path.join(web, '.env.local'), 'OWN=mine\n')],
  ])('that %s after the plan was made is not replaced', async (_, change) => {
    const deployment = syncDeployment(rows, { sync: { targets: { NEXTJS: { localFile: 'web/.env.local' } } } });
    using _deployment = deployment;
    const web = path.join(deployment.directory, 'web');
    mkdirSync(web);
    writeFileSync(path.join(web, 'shared.env'), 'KEY_NAME=old\n');
    const profile = deployment.profile('dev', {});
    const plans = await planLocal(profile, profile.sync);
    change(web);
    const content = () => spawnSync('cat', [path.join(web, '.env.local')]).stdout.toString();
    const before = content();

    const { brokeOff, left } = await applyLocal(plans, profile.sync, { now: new Date() });

    expect(brokeOff).toBe('web/.env.local has changed since the plan was made: run it again');
    expect(left).toHaveLength(1);
    expect(content()).toBe(before);
  });

  test('takes a value of several lines, which its readers find again', async () => {
    const { deployment, web } = await sync(() => {}, rows.replace('line one', '${DEV_KEY_PEM}'));
    using _ = deployment;
    expect(parse(readFileSync(path.join(web, '.env.local'), 'utf8')).KEY_PEM).toBe(
      '-----BEGIN KEY-----\nAAAA\n-----END KEY-----',
    );
  });

  test('of a Next app is written for a reader that expands, without a platform too', async () => {
    const { deployment, plans } = await sync(
      () => {},
      rows.replace('of-dev', () => 'pa$$word'),
    );
    using _ = deployment;
    expect(plans[0]?.reader).toMatch(/^dotenv-expand \(inferred/);
    expect(plans[0]?.text).toContain(String.raw`pa\$\$word`);
  });
});

describe('a file that a shell sources', () => {
  test('is read back by the shell itself before it is written', () => {
    const values = [{ key: 'KEY', value: "it's; id", group: undefined, line: 1 }];
    expect(() => mustReadBack(`KEY="it's; id"\n`, values, 'shell')).not.toThrow();
    expect(() => mustReadBack('KEY=`say x`\n', [{ ...values[0], value: 'say x' } as never], 'shell')).toThrow(/^bash/);
  });

  const sourced = (text: string) => {
    const { stdout } = spawnSync('bash', ['--norc', '--noprofile', '-c', 'set -a; source <(cat); env -0'], {
      input: text,
      env: { PATH: process.env.PATH ?? '' },
      encoding: 'utf8',
    });
    return Object.fromEntries(stdout.split('\0').map((entry) => entry.split(/=([\s\S]*)/, 2)));
  };

  test('gives each value as the table has it, and runs nothing, or is refused', () => {
    const part = fc.constantFrom(
      "'",
      '"',
      '`',
      '$',
      '$(id)',
      ';id',
      '&',
      '\\',
      '~',
      '*',
      '!',
      ' ',
      '\n',
      '#',
      'a',
      '(',
      '|',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
        (value) => {
          let line: string;
          try {
            line = quoteLine('KEY', value, 'shell');
          } catch (error) {
            expect(error).toBeInstanceOf(Unquotable);
            return;
          }
          expect(sourced(`${line}\n`).KEY).toBe(value);
          expect(parse(line).KEY).toBe(value);
        },
      ),
      { numRuns: 60 },
    );
  });
});
