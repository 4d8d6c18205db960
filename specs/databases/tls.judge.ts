import type { Finding } from '../../support/check/finding.ts';
import type { DatabaseProfile } from '../../support/platforms/databases/index.ts';
import type { TlsReading } from '../../support/platforms/databases/read-tls.ts';

const verifying: readonly TlsReading['mode'][] = ['verify-ca', 'verify-full'];

/** Whether a connection is encrypted, to a server whose certificate is trusted, and whether the application asks for that. */
export function judgeDatabaseTls({ url, mode, fault, protocol }: TlsReading, database: DatabaseProfile): Finding[] {
  const { called, environment, url: setting } = database;
  const from = [url, setting.origin];
  if (fault !== undefined)
    return [
      {
        what: `no verified TLS connection to ${called} of ${environment} comes about`,
        expected: 'TLS, with a certificate that is trusted and names the host',
        received: fault,
        from,
      },
    ];
  if (protocol === undefined)
    return [
      {
        what: `the server of ${called} of ${environment} says that the connection is not encrypted`,
        expected: 'ssl = true in pg_stat_ssl',
        received: 'ssl = false',
        from,
        cause: 'a proxy ends TLS before the server',
      },
    ];
  if (verifying.includes(mode)) return [];
  return [
    {
      what: `the connection string of ${called} in ${environment} accepts a connection without TLS or any certificate`,
      expected: 'sslmode=verify-full (or verify-ca)',
      received: `sslmode=${mode}`,
      from,
      remedy: 'Add `sslmode=verify-full` to the connection string.',
    },
  ];
}
