import type { Finding } from '../../check/finding.ts';
import type { Profile, Setting, TableValue } from '../../profile/index.ts';

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
      const setting = platformSettings(profile).find((each) => each.setting.name === key)?.setting;
      if (setting === undefined || setting.isSet) return setting ? [] : [missing(key, environment, reason, table.file)];
      return [missing(key, environment, reason, setting.origin)];
    }
    return rows.filter(isEmpty).map((row) => missing(key, environment, reason, row.cell));
  });
}

/** The settings of every configured platform that come from a key. */
function platformSettings({ convex, worker, pages }: Profile): { platform: string; setting: Setting }[] {
  const settings: [string, Setting | undefined][] = [
    ['convex', convex?.url],
    ['convex', convex?.deployment],
    ['convex', convex?.deployKey],
    ['worker', worker?.url],
    ['worker', worker?.allowedOrigins],
    ['pages', pages?.url],
  ];
  return settings.flatMap(([platform, setting]) =>
    setting && setting.name !== 'value' ? [{ platform, setting }] : [],
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
