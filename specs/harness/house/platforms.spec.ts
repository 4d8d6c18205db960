import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { platforms } from '../../../support/platforms/registry.ts';
import { platformGaps } from './platform-gaps.ts';

const root = path.join(import.meta.dirname, '../../..');

/** All that a made-up platform consists of. */
const complete = {
  'support/platforms/vercel/platform.ts': 'export const vercel = definePlatform({});',
  'specs/vercel/healthy.spec.ts': "check({ id: 'vercel/healthy' });",
  'fixtures/faults/vercel.ts': "export const down = { caughtBy: [{ check: 'vercel/healthy' }] };",
  'docs/settings.md': '# Settings\n\n## platforms.vercel\n\n| … |\n',
};
const registry = { vercel: { name: 'vercel', checkedBy: [] } };

/** A tree of files in a temporary folder. */
function tree(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'airlock-house-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

function without(file: keyof typeof complete, instead: Record<string, string> = {}): string {
  const { [file]: _, ...rest } = complete;
  return tree({ ...rest, ...instead });
}

describe('every platform', () => {
  test('has a folder, a line in the registry, checks, a fault and its settings in the reference', () => {
    expect(Object.keys(platforms).length).toBeGreaterThan(3);
    expect(platformGaps(root, platforms)).toEqual([]);
  });
});

describe('a made-up platform', () => {
  test('that has everything lacks nothing', () => {
    expect(platformGaps(tree(complete), registry)).toEqual([]);
  });

  test('is a folder that the registry does not know', () => {
    expect(platformGaps(tree(complete), {})).toEqual([
      'The platform vercel has no line in the registry: support/platforms/registry.ts.',
    ]);
  });

  test('lacks its declaration', () => {
    const other = { 'support/platforms/vercel/read-health.ts': '' };
    expect(platformGaps(without('support/platforms/vercel/platform.ts', other), registry)).toEqual([
      'The platform vercel has no declaration: support/platforms/vercel/platform.ts.',
    ]);
  });

  test('is a line in the registry, and no folder', () => {
    expect(platformGaps(without('support/platforms/vercel/platform.ts'), registry)).toEqual([
      'The platform vercel has no declaration: support/platforms/vercel/platform.ts.',
    ]);
  });

  test('calls itself by another name than its line', () => {
    expect(platformGaps(tree(complete), { vercel: { name: 'pages', checkedBy: [] } })).toEqual([
      'The platform vercel has no name of its own: its declaration calls itself pages.',
    ]);
  });

  test('lacks a check, and so a fault for one', () => {
    expect(platformGaps(without('specs/vercel/healthy.spec.ts'), registry)).toEqual([
      'The platform vercel has no check: specs/vercel/*.spec.ts.',
      'The platform vercel has no fault that one of its checks catches: fixtures/faults.',
    ]);
  });

  test('names a check elsewhere that is not there', () => {
    const checkedElsewhere = { vercel: { name: 'vercel', checkedBy: ['config/drift-vercel'] } };
    expect(platformGaps(tree(complete), checkedElsewhere)).toEqual([
      'The platform vercel has no spec for the check that its declaration names: config/drift-vercel.',
    ]);
  });

  test('is looked at by a check of a family', () => {
    const elsewhere = without('specs/vercel/healthy.spec.ts', {
      'specs/config/drift-vercel.spec.ts': '',
      'support/families/config/index.ts': '',
      'fixtures/faults/vercel.ts': "check: 'config/drift-vercel'",
    });
    const checkedElsewhere = { vercel: { name: 'vercel', checkedBy: ['config/drift-vercel'] } };
    expect(platformGaps(elsewhere, checkedElsewhere)).toEqual([]);
  });

  test('lacks a fault', () => {
    const another = { 'fixtures/faults/worker.ts': "check: 'worker/healthy'" };
    expect(platformGaps(without('fixtures/faults/vercel.ts', another), registry)).toEqual([
      'The platform vercel has no fault that one of its checks catches: fixtures/faults.',
    ]);
  });

  test('lacks its section in the reference', () => {
    expect(platformGaps(without('docs/settings.md', { 'docs/settings.md': '## platforms.pages\n' }), registry)).toEqual(
      ['The platform vercel has no section in docs/settings.md: `npm run settings`.'],
    );
    expect(platformGaps(without('docs/settings.md'), registry)).toEqual([
      'The platform vercel has no section in docs/settings.md: `npm run settings`.',
    ]);
  });

  test('is checks alone', () => {
    const stray = tree({ ...complete, 'specs/netlify/healthy.spec.ts': '' });
    expect(platformGaps(stray, registry)).toEqual([
      'The checks in specs/netlify have no room in support/platforms or support/families.',
    ]);
  });
});
