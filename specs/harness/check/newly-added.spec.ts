import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { metadataProblems } from '../../../support/check/definition.ts';
import { asAdopted } from '../../../support/check/excused/newly-added.ts';
import { Session } from '../../../support/check/session.ts';
import { sampleCheck, sampleProfile } from './sample-profile.ts';

const fresh = sampleCheck({ severity: 'critical', since: '1.4.0' });

describe('a check that an upgrade brings', () => {
  test.each([
    ['1.4.0', 'later', 'warning'],
    ['1.4.7', 'later', 'warning'],
    ['1.4.0', 'now', 'critical'],
    ['1.5.0', 'later', 'critical'],
    ['2.4.0', 'later', 'critical'],
    ['1.3.9', 'later', 'critical'],
  ] as const)('in %s with adopt %s is %s', (version, adopt, severity) => {
    const adopted = asAdopted(fresh, { adopt }, version);
    expect(adopted.severity).toBe(severity);
    expect(adopted.title.includes('new in 1.4.0')).toBe(severity === 'warning');
  });

  test('was there from the start where it names no version', () => {
    const { since: _, ...old } = fresh;
    expect(asAdopted(old, { adopt: 'later' }, '1.4.0')).toEqual(old);
  });

  test('names a version', () => {
    expect(metadataProblems({ ...fresh, since: 'next' }).join()).toContain('`since` is a version');
    expect(metadataProblems(fresh)).toEqual([]);
  });

  test.each([
    ['later', 'warned'],
    ['now', 'failed'],
  ] as const)('with adopt %s what it finds has %s', async (adopt, kind) => {
    const definition = sampleCheck({
      severity: 'critical',
      since: manifest.version,
      verify: ({ count }) => {
        count('rows', 1);
        return [{ what: 'a row is wrong', expected: 'right', received: 'other', from: ['sample.table:1:1'] }];
      },
    });
    await using session = new Session({ profiles: [sampleProfile({ adopt })], files: [], audit: false });
    session.add(definition, undefined);
    expect(await session.outcome(definition, 'prod')).toMatchObject({ kind });
  });
});
