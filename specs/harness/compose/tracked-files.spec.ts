import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { trackedFiles } from '../../../support/platforms/compose/tracked-files.ts';
import { projectFolder } from './project-folder.ts';

function repository(files: Record<string, string>, add: readonly string[]): string {
  const folder = projectFolder(files);
  execFileSync('git', ['init', '-q', folder]);
  if (add.length > 0) execFileSync('git', ['-C', folder, 'add', '-f', ...add]);
  return folder;
}

test('a file is tracked where git has it, in whichever folder', () => {
  const folder = repository({ '.env': 'A=1', 'deploy/.env': 'A=1', 'deploy/*.env': 'A=1' }, ['deploy/.env']);
  const [top, below, pattern] = ['.env', 'deploy/.env', 'deploy/*.env'].map((file) => path.join(folder, file));
  const tracked = trackedFiles([top ?? '', below ?? '', pattern ?? '']);
  expect([...(tracked ?? [])]).toEqual([below]);
});

test('a folder that is not a repository tracks nothing', () => {
  const folder = projectFolder({ '.env': 'A=1' });
  expect(trackedFiles([path.join(folder, '.env')])?.size).toBe(0);
});

test('a repository that git refuses to open is not one that tracks nothing', () => {
  const folder = repository({ '.env': 'A=1' }, ['.env']);
  execFileSync('git', ['-C', folder, 'config', 'extensions.airlockHasNoSuchExtension', 'true']);
  execFileSync('git', ['-C', folder, 'config', 'core.repositoryformatversion', '1']);
  expect(trackedFiles([path.join(folder, '.env')])).toBeUndefined();
});
