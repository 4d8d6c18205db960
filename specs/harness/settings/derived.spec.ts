import { describe, expect, test } from 'vitest';
import { doorRules } from '../../../support/check/door-rules.ts';
import { credentialsOf } from '../../../support/families/isolation/credentials/credential-trials.ts';
import { siteMarks } from '../../../support/families/isolation/site/site-marks.ts';
import { type Profile, pageOrigins, resolveProfile } from '../../../support/profile/index.ts';
import type { DeploymentInput } from '../../../support/profile/schema.ts';
import { redactDeep } from '../../../support/redaction/redact.ts';
import { deploymentWith } from '../profile/temporary-deployment.ts';
import { type FilledSetting, type Form, filledConfig, madeUpValue } from './filled-config.ts';

describe.each<Form>(['one', 'several'])('where a platform has %s', (form) => {
  const { config, filled } = filledConfig(form);
  const variables = Object.fromEntries(filled.map((each) => [`PROD_${each.key}`, madeUpValue(each, 'prod')]));

  /** Every declared setting, each with a value of its own. */
  function wholeProfile(): Profile {
    const loaded = deploymentWith({
      config: {
        ...config,
        name: 'all settings',
        table: { file: 'app.table', targets: ['NAME'] },
        environments: { prod: { class: 'production' } },
      } as DeploymentInput,
      table: '| TARGET | KEY | PROD_VALUE |\n|---|---|---|\n',
    });
    return resolveProfile(loaded, 'prod', { variables });
  }

  const ofRole = (role: string) => filled.filter((each) => each.role.role === role);
  const originOf = (each: FilledSetting) => new URL(madeUpValue(each, 'prod')).origin;
  /** Where the declaration says that an address leads from: plain HTTP, the host with `www`. */
  const askedBeside = (each: FilledSetting) =>
    'alsoAsked' in each.role && each.role.alsoAsked
      ? each.role.alsoAsked(new URL(madeUpValue(each, 'prod'))).map(({ origin }) => origin)
      : [];

  describe('from the declaration of a setting follows that', () => {
    test.each(ofRole('address'))('the door admits $place', (each) => {
      expect(doorRules([wholeProfile()]).origins).toContainEqual({ origin: originOf(each), environment: 'prod' });
    });

    test('the door admits nothing else', () => {
      const named = ofRole('address').flatMap((each) => [originOf(each), ...askedBeside(each)]);
      const { origins } = doorRules([wholeProfile()]);
      expect(origins.map(({ origin }) => origin).filter((origin) => !named.includes(origin))).toEqual([]);
    });

    test('of the API of a provider nothing is read but what the declaration lists', () => {
      const listed = new Set((doorRules([wholeProfile()]).readPaths ?? []).map(({ origin }) => origin));
      const declared = ofRole('address').filter(({ role }) => 'reads' in role && role.reads);
      expect(declared.map(originOf).sort()).toEqual([...listed].sort());
    });

    test('pages may connect to what the declaration says, and to nothing else', () => {
      const declared = ofRole('address').filter(({ role }) => 'reachedByPages' in role && role.reachedByPages);
      const reached = pageOrigins(wholeProfile());
      expect([...reached.keys()]).toEqual(expect.arrayContaining(declared.map(originOf)));
      expect(reached.size).toBe(declared.length);
    });

    test.each([...ofRole('credential'), ...ofRole('connection string')])(
      'the value of $place is shown nowhere',
      (each) => {
        wholeProfile();
        const value = madeUpValue(each, 'prod');
        expect(JSON.stringify(redactDeep({ text: `it said ${value}` }))).not.toContain(value);
      },
    );

    test('a credential that opens something, and that one environment owns, is tried elsewhere', () => {
      const tried = credentialsOf(wholeProfile()).map(({ setting }) => setting.name);
      const owned = [
        ...ofRole('connection string'),
        ...ofRole('credential').filter(
          ({ role }) => 'opens' in role && role.opens !== undefined && role.mayBeShared === undefined,
        ),
      ];
      expect(owned.length).toBeGreaterThan(4);
      expect(tried.sort()).toEqual(owned.map(({ key }) => key).sort());
    });

    test('another site that carries it is told of: addresses and credentials that one environment owns', () => {
      const marks = siteMarks(wholeProfile()).map(({ text }) => text);
      const owned = [...ofRole('address'), ...ofRole('credential')].filter(
        ({ role }) => 'mayBeShared' in role === false || role.mayBeShared === undefined,
      );
      for (const each of owned) {
        const value = madeUpValue(each, 'prod');
        expect(marks).toContain(each.role.role === 'address' ? new URL(value).host : value);
      }
    });
  });
});
