import { isOwned, type KeyRule, type Profile, placedSettings, type Setting } from '../../profile/index.ts';
import { isSecretRole, type Role } from '../../settings/index.ts';
import { keysOf } from './table-index.ts';

/** A setting that stands in no row of the table: a variable, the config or a default gives it. It is judged like a row. */
export interface SettingBeyondTable {
  key: string;
  rule: KeyRule;
  secret: boolean;
  setting: Setting;
  role: Role['role'];
  /** No other environment may have it. */
  isOwned: boolean;
  /** Where it stands, as a row has it. */
  cell: string;
}

const formOf = {
  address: 'url',
  'connection string': 'connection-string',
  'deployment name': 'convex-deployment',
  origins: 'origins',
} as const;

/** The settings of an environment that are set and that no row gives, each once. */
export function settingsBeyondTable(profile: Profile): SettingBeyondTable[] {
  const { values, rules } = profile.table;
  const rows = keysOf(values);
  const found = placedSettings(profile).flatMap((placed): SettingBeyondTable[] => {
    const { setting, place, role: declared } = placed;
    if (!setting.isSet || rows.has(setting.name)) return [];
    const { role } = declared;
    const type = role === 'credential' || role === 'setting' ? undefined : formOf[role];
    return [
      {
        key: setting.name === 'value' ? place : setting.name,
        rule: { ...(type && { type }), ...rules[setting.name] },
        secret: isSecretRole(declared),
        setting,
        role,
        isOwned: isOwned(placed),
        cell: setting.origin,
      },
    ];
  });
  return [...new Map(found.map((each) => [`${each.key} ${each.setting.origin}`, each])).values()];
}

/** Those that lead somewhere: in them nothing of another environment may stand, nor an address of this machine. */
export function addressesBeyondTable(profile: Profile): SettingBeyondTable[] {
  return settingsBeyondTable(profile).filter(
    ({ role, isOwned: own }) => (role === 'address' || role === 'connection string') && own,
  );
}
