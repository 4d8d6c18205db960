import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { DatabaseProfile, DatabaseServer } from '../../support/platforms/databases/index.ts';

/**
 * Whether the server is the one that the profile means, by its own words.
 * @param meant the database that the connection string names
 * @throws NotVerified where it does not tell what the profile compares
 */
export function judgeDatabaseIdentity(server: DatabaseServer, database: DatabaseProfile, meant: string): Finding[] {
  const { called, environment, url, serverAddress, systemIdentifier } = database;
  const compared = [
    { what: 'another database', expected: meant, received: server.database, from: url.origin },
    ...(serverAddress
      ? [
          {
            what: 'a server at another address',
            expected: serverAddress.value,
            received: server.host,
            from: serverAddress.origin,
          },
        ]
      : []),
    ...(systemIdentifier
      ? [
          {
            what: 'another server',
            expected: systemIdentifier.value,
            received: server.system,
            from: systemIdentifier.origin,
          },
        ]
      : []),
  ];
  const findings = compared.flatMap(({ what, expected, received, from }) =>
    received === null || received === undefined || received === expected
      ? []
      : [
          {
            what: `${called} of ${environment} is ${what} than the profile means`,
            expected,
            received,
            from: [server.url, from],
          },
        ],
  );
  if (findings.length > 0) return findings;
  if (serverAddress && server.host === null)
    throw new NotVerified(
      `${called} of ${environment} does not tell its address: the connection is not over a network`,
    );
  if (systemIdentifier && server.system === undefined)
    throw new NotVerified(
      `${called} of ${environment} does not tell its system identifier`,
      'grant execute on function pg_control_system() to the role of the connection string.',
    );
  return [];
}
