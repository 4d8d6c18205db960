import { copyFile, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { filtersOf } from '../../../../support/report/runners/options/command-line.ts';
import { forgetShard, joinShards, shardFile } from '../../../../support/report/verdict/shards.ts';
import { heldPart as part, shardSubject as subject } from './shard-parts.ts';

const folder = () => mkdtempDisposable(path.join(tmpdir(), 'shards-'));

test('a shard alone is a part, which opens no gate, and says which others are missing', async () => {
  await using directory = await folder();
  expect(joinShards(directory.path, subject, 'smoke', { current: 2, total: 3 }, part(9, 'smoke/loads')).partial).toBe(
    '--shard 2/3, without 1, 3',
  );
});

test('the last shard completes the verdict, which is as old as the oldest of them', async () => {
  await using directory = await folder();
  joinShards(directory.path, subject, 'smoke', { current: 2, total: 2 }, part(9, 'smoke/loads'));
  const whole = joinShards(directory.path, subject, 'smoke', { current: 1, total: 2 }, part(10, 'smoke/sign-in'));
  expect(whole).toMatchObject({
    state: 'complete',
    startedAt: '2026-01-05T09:00:00.000Z',
    finishedAt: '2026-01-05T09:05:00.000Z',
  });
  expect(whole.partial).toBeUndefined();
  expect(whole.outcomes.map(({ check }) => check)).toEqual(['smoke/sign-in', 'smoke/loads']);
});

test.for([
  ['another commit', { ...subject, commit: 'aaaaaaa' }],
  ['another project', { ...subject, project: 'dev' }],
  ['another deployment', { ...subject, deployment: 'other' }],
  ['another config', { ...subject, config: 'of something else' }],
  ['an embedded deployment', { ...subject, embedded: true }],
] as const)('a shard of %s completes nothing', async ([, other]) => {
  await using directory = await folder();
  joinShards(directory.path, other, 'smoke', { current: 2, total: 2 }, part(9, 'smoke/loads'));
  expect(
    joinShards(directory.path, subject, 'smoke', { current: 1, total: 2 }, part(9, 'smoke/loads')).partial,
  ).toBeDefined();
});

test('a shard that is torn, of another count, or begun again completes nothing', async () => {
  await using directory = await folder();
  const last = () =>
    joinShards(directory.path, subject, 'smoke', { current: 1, total: 2 }, part(9, 'smoke/loads')).partial;
  joinShards(directory.path, subject, 'smoke', { current: 2, total: 3 }, part(9, 'smoke/loads'));
  expect(last()).toBeDefined();
  joinShards(directory.path, subject, 'smoke', { current: 2, total: 2 }, part(9, 'smoke/loads'));
  expect(last()).toBeUndefined();
  forgetShard(directory.path, 'smoke', { current: 2, total: 2 });
  expect(last()).toBeDefined();
  await writeFile(shardFile(directory.path, 'smoke', { current: 2, total: 2 }), '{"part": {');
  expect(last()).toBeDefined();
});

test('a shard of the specs is none of the smoke tests, and one that was renamed is not the other', async () => {
  await using directory = await folder();
  const last = () =>
    joinShards(directory.path, subject, 'smoke', { current: 1, total: 2 }, part(9, 'smoke/loads')).partial;
  joinShards(directory.path, subject, 'specs', { current: 2, total: 2 }, part(9, 'convex/reachable'));
  expect(last()).toBeDefined();
  const first = shardFile(directory.path, 'smoke', { current: 1, total: 2 });
  await copyFile(first, shardFile(directory.path, 'smoke', { current: 2, total: 2 }));
  expect(last()).toBeDefined();
});

test('a shard that was interrupted, or filtered, leaves the whole so', async () => {
  await using directory = await folder();
  joinShards(
    directory.path,
    subject,
    'smoke',
    { current: 2, total: 2 },
    { ...part(9, 'smoke/loads'), state: 'interrupted', partial: '--grep x' },
  );
  expect(
    joinShards(directory.path, subject, 'smoke', { current: 1, total: 2 }, part(9, 'smoke/sign-in')),
  ).toMatchObject({
    state: 'interrupted',
    partial: '--grep x',
  });
});

test('other filters still make a verdict one of a part', () => {
  expect(filtersOf(['--project', 'prod', '--grep', 'loads'])).toBeDefined();
});

test.for([
  ['--only-changed'],
  ['--only-changed=main'],
  ['--last-failed'],
  ['-G', 'loads'],
  ['--test-list', 'some.txt'],
])('a run with %j looks at a part, and its verdict opens no gate', (narrowing) => {
  expect(filtersOf(['--project', 'prod', ...narrowing])).toBe(narrowing.join(' '));
});
