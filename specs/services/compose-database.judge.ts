import type { Finding } from '../../support/check/finding.ts';
import { below, type ComposeService, mayServe, serverKind, shownPlace, textOf } from '../../support/compose/index.ts';
import { conclude } from '../../support/platforms/compose/conclude.ts';
import type { ComposeReading } from '../../support/platforms/compose/read-compose.ts';

/**
 * Whether production leaves its database to somebody else, and another environment's is its own: a volume and a name.
 * @throws NotVerified where it is not known what a service runs, or what a database is called
 */
export function judgeDatabase(own: ComposeReading, others: readonly ComposeReading[]): Finding[] {
  const started = own.services.filter(({ isLeftOut }) => !isLeftOut);
  const databases = started.filter((service) => serverKind(service) === 'database');
  const isManaged = (own.settings.database ?? (own.class === 'production' ? 'managed' : 'container')) === 'managed';
  const open = started
    .filter(mayServe)
    .map(({ name, image }) => `what ${name} runs is not known: ${image?.text} (${image && shownPlace(image.at)})`);
  if (isManaged)
    return conclude(
      databases.map(({ name, image, at }) => ({
        what: `${own.environment} starts a database of its own: ${name}`,
        expected: 'no database container: its database is a managed one',
        received: image?.text ?? 'a database server that is built here',
        from: [shownPlace(image?.at ?? at)],
      })),
      open,
    );
  // In development the data may go with the container.
  if (own.class === 'development') return conclude([], open);
  return conclude(
    databases.flatMap((service) => [...judgeVolume(service, own, others), ...judgeName(service, own, others, open)]),
    open,
  );
}

function judgeVolume(service: ComposeService, own: ComposeReading, others: readonly ComposeReading[]): Finding[] {
  const volumes = service.mounts.filter(
    ({ type, source }) => source !== undefined && (type === 'volume' || type === 'bind'),
  );
  if (volumes.length === 0)
    return [
      {
        what: `the data of ${service.name} goes with its container`,
        expected: 'a named volume of its own',
        received: 'no volume that has a name',
        from: [shownPlace(service.at)],
      },
    ];
  return volumes.flatMap((mount) =>
    others
      .filter(({ settings }) => settings.machine !== undefined && settings.machine === own.settings.machine)
      .flatMap((other) =>
        databasesOf(other)
          .flatMap(({ mounts }) => mounts)
          .filter((theirs) => theirs.type === mount.type && placeOf(theirs, other) === placeOf(mount, own))
          .map((theirs) => ({
            what: `the databases of ${own.environment} and ${other.environment} have one volume`,
            expected: 'a volume of its own for each',
            received: placeOf(mount, own) ?? '',
            from: [shownPlace(mount.at), shownPlace(theirs.at)],
          })),
      ),
  );
}

/** The name of the database that an image of PostgreSQL or MySQL makes. */
const nameKeys = ['POSTGRES_DB', 'POSTGRESQL_DATABASE', 'MYSQL_DATABASE', 'MARIADB_DATABASE', 'MONGO_INITDB_DATABASE'];

function judgeName(
  service: ComposeService,
  own: ComposeReading,
  others: readonly ComposeReading[],
  open: string[],
): Finding[] {
  return nameKeys.flatMap((key) => {
    const named = service.environment.variables.get(key);
    if (!named) return [];
    if (named.value === undefined) {
      open.push(`how the database of ${own.environment} is called is not known: ${key} (${shownPlace(named.at)})`);
      return [];
    }
    return others.flatMap((other) =>
      databasesOf(other).flatMap(({ environment }) => {
        const theirs = environment.variables.get(key);
        if (theirs?.value === undefined || theirs.value !== named.value) return [];
        return [
          {
            what: `the databases of ${own.environment} and ${other.environment} have one name`,
            expected: 'a name of its own for each',
            received: `${key}: ${named.value}`,
            from: [shownPlace(named.at), shownPlace(theirs.at)],
          },
        ];
      }),
    );
  });
}

function databasesOf({ services }: ComposeReading): ComposeService[] {
  return services.filter((service) => !service.isLeftOut && serverKind(service) === 'database');
}

/** What the engine calls a volume; the path of a bind. */
function placeOf({ type, source }: { type: string; source: string | undefined }, project: ComposeReading) {
  if (type !== 'volume' || source === undefined) return source;
  return textOf(below(project.tree, 'volumes', source, 'name')) ?? `${project.name}_${source}`;
}
