import type { Finding } from '../../support/check/finding.ts';
import { type PlacedSetting, type Profile, placedSettings, type TableValue } from '../../support/profile/index.ts';

/**
 * Keys that the configured sections take their settings from, and keys that the config declares, without a value for E.
 * A `${NAME}` that nothing fills in is a value that cannot be seen here: checks that need it are not verified.
 */
export function judgeRequired(profile: Profile): Finding[] {
  const { environment, table } = profile;
  const settings = settingsFromKeys(profile);
  const needed = new Map(settings.map(({ section, setting }) => [setting.name, `${section.neededBy} needs it`]));
  for (const key of Object.keys(table.rules)) if (!needed.has(key)) needed.set(key, 'the config declares it');
  const rowsByKey = Map.groupBy(
    table.values.filter(({ key }) => needed.has(key)),
    ({ key }) => key,
  );

  return [...needed].flatMap(([key, reason]) => {
    const rows = rowsByKey.get(key) ?? [];
    if (table.rules[key]?.optionalIn?.includes(environment)) return [];
    if (rows.length === 0) {
      const source = settings.find(({ setting }) => setting.name === key);
      // A credential need not stand in a table; without it the checks that use it are not verified.
      if (source?.role.role === 'credential' || source?.setting.isSet) return [];
      // The commit that is deployed is known to the run that deploys it.
      if (source?.role.role === 'setting' && source.role.knownToOneRun) return [];
      return [missing(key, environment, reason, source?.setting.origin ?? table.file)];
    }
    return rows.filter(isEmpty).map((row) => missing(key, environment, reason, row.cell));
  });
}

/** The settings of every configured section that come from a key. */
function settingsFromKeys(profile: Profile): PlacedSetting[] {
  return placedSettings(profile).filter(({ setting }) => setting.name !== 'value');
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
