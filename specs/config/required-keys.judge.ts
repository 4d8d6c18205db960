import type { Finding } from '../../support/check/finding.ts';
import type { Profile, TableValue } from '../../support/profile/index.ts';

/**
 * Keys that the configured platforms take their settings from, and keys that the config declares, without a value for E.
 * A `${NAME}` that nothing fills in is a value that cannot be seen here: whoever needs it is not verified.
 */
export function judgeRequired(profile: Profile): Finding[] {
  const { environment, table } = profile;
  const needed = new Map(
    platformSettings(profile).map(({ platform, setting }) => [setting.name, `the platform ${platform} needs it`]),
  );
  for (const key of Object.keys(table.rules)) if (!needed.has(key)) needed.set(key, 'the config declares it');
  return [...needed].flatMap(([key, reason]) => {
    const rows = table.values.filter((value) => value.key === key);
    if (table.rules[key]?.optionalIn?.includes(environment)) return [];
    if (rows.length === 0) {
      const source = platformSettings(profile).find(({ setting }) => setting.name === key);
      // A credential need not stand in a table; without it the checks that use it are not verified.
      if (source?.credential || source?.setting.isSet) return [];
      return [missing(key, environment, reason, source?.setting.origin ?? table.file)];
    }
    return rows.filter(isEmpty).map((row) => missing(key, environment, reason, row.cell));
  });
}

/** The settings of every configured platform that come from a key. */
function platformSettings({ convex, worker, pages }: Profile) {
  const settings = [
    { platform: 'convex', setting: convex?.url },
    { platform: 'convex', setting: convex?.deployment },
    { platform: 'convex', setting: convex?.deployKey, credential: true },
    { platform: 'worker', setting: worker?.url },
    { platform: 'worker', setting: worker?.allowedOrigins },
    { platform: 'worker', setting: worker?.ingestToken, credential: true },
    { platform: 'worker', setting: worker?.redis?.url, credential: true },
    { platform: 'worker', setting: worker?.redis?.token, credential: true },
    { platform: 'pages', setting: pages?.url },
  ];
  return settings.flatMap(({ platform, setting, credential = false }) =>
    setting && setting.name !== 'value' ? [{ platform, setting, credential }] : [],
  );
}

function isEmpty({ written, setting }: TableValue): boolean {
  return written === '' && !setting.isSet;
}

function missing(key: string, environment: string, reason: string, from: string): Finding {
  return {
    what: `${key} has no value for ${environment}`,
    expected: `a value: ${reason}`,
    received: 'an empty cell',
    from: [from],
  };
}
