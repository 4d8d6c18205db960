import type { IsolationSource, MigrationSource, NotifySource } from './isolation-source.ts';
import type { Setting } from './setting.ts';
import type { SettingSource } from './setting-source.ts';

/** What finds an environment's values. */
interface SettingResolver {
  setting(source: SettingSource, place: string): Setting;
  credential(source: SettingSource, place: string): Setting;
}

/** What the audit looks at in one environment, with the settings resolved. */
export interface IsolationProfile extends Omit<IsolationSource, 'signIn' | 'tokens'> {
  signIn: readonly (Omit<IsolationSource['signIn'][number], 'clientId'> & { clientId?: Setting })[];
  tokens: readonly { name: string; path: string; url: Setting; token: Setting }[];
}

export type MigrationProfile = MigrationSource;

export interface NotifyProfile {
  slack?: Setting;
  webhook?: Setting;
}

/** Resolves `platforms.isolation`; a config without it looks at what the platforms' own sections name. */
export function resolveIsolation(settings: SettingResolver, source: IsolationSource): IsolationProfile {
  const place = 'platforms.isolation';
  return {
    ...source,
    signIn: source.signIn.map(({ clientId, ...signIn }, index) => ({
      ...signIn,
      ...(clientId && { clientId: settings.setting(clientId, `${place}.signIn.${index}.clientId`) }),
    })),
    tokens: source.tokens.map(({ name, path, url, token }, index) => ({
      name,
      path,
      url: settings.setting(url, `${place}.tokens.${index}.url`),
      token: settings.credential(token, `${place}.tokens.${index}.token`),
    })),
  };
}

/** Resolves `notify`: the addresses are credentials, since whoever has one can write there. */
export function resolveNotify(settings: SettingResolver, { slack, webhook }: NotifySource): NotifyProfile {
  return {
    ...(slack && { slack: settings.credential(slack, 'notify.slack') }),
    ...(webhook && { webhook: settings.credential(webhook, 'notify.webhook') }),
  };
}
