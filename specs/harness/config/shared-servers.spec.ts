import { describe, expect, test } from 'vitest';
import {
  isolatedPairs,
  judgeDifference,
  judgeForeignHosts,
  marksOf,
  ownValues,
} from '../../../support/families/config/index.ts';
import fc from '../property.ts';
import { profileOf } from './shop-profile.ts';

/** What is found of a key whose two values have to differ. */
function found(dev: string, prod: string, further = ''): string[] {
  const profile = profileOf({
    rows: `| NEXTJS | STORE_URL | ${dev} | ${prod} |\n${further}`,
    keys: { STORE_URL: { type: 'connection-string', isolated: true } },
  });
  const marks = profile.others.flatMap((other) => marksOf(other, profile));
  return [
    ...isolatedPairs(profile).flatMap(judgeDifference),
    ...ownValues(profile).flatMap((value) => judgeForeignHosts(value, 'prod', marks, false)),
  ].map(({ what }) => what);
}

describe('two environments on one server', () => {
  const host = fc.stringMatching(/^[a-z]{3,9}\.shop\.test$/);
  const pair = fc.constantFrom<(host: string) => [string, string]>(
    (server) => [`postgres://app@${server}/app_dev`, `postgres://app@${server}/app_prod`],
    (server) => [`redis://${server}:6379/0`, `redis://${server}:6379/1`],
    (server) => [`https://${server}/dev`, `https://${server}/prod`],
    (server) => [`https://${server}/services/T0/B1/x`, `https://${server}/services/T0/B2/y`],
    (server) => [`https://${server}:3210`, `https://${server}:3220`],
    (server) => [`https://keyofdev@${server}/1`, `https://keyofprod@${server}/2`],
  );

  test('are apart where each has a database, a path, a port or a key of its own', () => {
    fc.assert(
      fc.property(host, pair, (server, write) => {
        expect(found(...write(server))).toEqual([]);
      }),
    );
  });

  const same = fc.constantFrom<(host: string) => [string, string]>(
    (server) => [`https://${server}`, `https://${server}/v1`],
    (server) => [`https://${server}/api`, `https://${server}/api/v1/`],
    (server) => [`redis://${server}`, `redis://${server}:6379/0`],
    (server) => [`postgres://app@${server}/app`, `postgresql://app@${server}:5432/app`],
    (server) => [`postgres://dev@${server}/app`, `postgres://prod@${server}/app`],
    (server) => [`postgres://app@${server.toUpperCase()}/app`, `postgres://app@${server}/app`],
  );

  test('are not apart where both lead to one place', () => {
    fc.assert(
      fc.property(host, same, (server, write) => {
        expect(found(...write(server))).not.toEqual([]);
      }),
    );
  });

  test('are told where one has the database of the other under another key', () => {
    const row = '| CONVEX | REPORTS | x | postgres://reader@db.shop.test/app_dev |';
    expect(found('postgres://app@db.shop.test/app_dev', 'postgres://app@db.shop.test/app_prod', row)).toEqual([
      'REPORTS of prod contains the database db.shop.test/app_dev of dev',
    ]);
  });
});
