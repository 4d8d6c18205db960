import { databaseAddress } from '../../http/index.ts';
import type { Profile } from '../../profile/index.ts';
import { addressOf, type DatabaseProfile } from './read-rows.ts';

/** The databases of other environments that are on the server of this one, under another name. */
export function othersOnServer(
  database: DatabaseProfile,
  others: readonly Profile[],
): { database: string; environment: string }[] {
  const own = addressOf(database);
  return others.flatMap(({ databases, environment }) =>
    databases.flatMap(({ url }) => {
      const there = url.isSet ? databaseAddress(url.value) : undefined;
      const isBeside = there?.host === own.host && there.port === own.port && there.database !== own.database;
      return there && isBeside ? [{ database: there.database, environment }] : [];
    }),
  );
}
