import type { IsolationSource, MigrationSource, NotifySource } from './isolation-source.ts';
import type { Setting } from './setting.ts';
import type { SettingSource } from './setting-source.ts';

/** What finds an environment's values. */
interface SettingResolver {
  setting(source: SettingSource, place: string): Setting;
  credential(source: SettingSource, place: string): Setting;
}

/** What the audit looks at in one environment, with the settings resolved. */
export interface IsolationProfile extends Omit<IsolationSource, 'signIn' | 'tokens' | 'mail'> {
  signIn: readonly (Omit<IsolationSource['signIn'][number], 'clientId'> & { clientId?: Setting })[];
  tokens: readonly (Omit<IsolationSource['tokens'][number], 'url' | 'token'> & { url: Setting; token: Setting })[];
  mail?: Omit<NonNullable<IsolationSource['mail']>, 'url' | 'credentials' | 'from'> & {
    url: Setting;
    credentials?: Setting;
    from?: Setting;
  };
}

export type MigrationProfile = MigrationSource;

export interface NotifyProfile {
  slack?: Setting;
  webhook?: Setting;
}

/** Resolves `platforms.isolation`; a config without it looks at what the platforms' own sections name. */
export function resolveIsolation(settings: SettingResolver, source: IsolationSource): IsolationProfile {
  const place = 'platforms.isolation';
  const { mail, ...rest } = source;
  return {
    ...rest,
    ...(mail && { mail: resolveMail(settings, mail, `${place}.mail`) }),
    signIn: source.signIn.map(({ clientId, ...signIn }, index) => ({
      ...signIn,
      ...(clientId && { clientId: settings.setting(clientId, `${place}.signIn.${index}.clientId`) }),
    })),
    tokens: source.tokens.map(({ url, token, ...access }, index) => ({
      ...access,
      url: settings.setting(url, `${place}.tokens.${index}.url`),
      token: settings.credential(token, `${place}.tokens.${index}.token`),
    })),
  };
}

function resolveMail(
  settings: SettingResolver,
  { url, credentials, from, ...mail }: NonNullable<IsolationSource['mail']>,
  place: string,
): NonNullable<IsolationProfile['mail']> {
  return {
    ...mail,
    url: settings.setting(url, `${place}.url`),
    ...(credentials && { credentials: settings.credential(credentials, `${place}.credentials`) }),
    ...(from && { from: settings.setting(from, `${place}.from`) }),
  };
}

/** Resolves `notify`: the addresses are credentials, since whoever has one can write there. */
export function resolveNotify(settings: SettingResolver, { slack, webhook }: NotifySource): NotifyProfile {
  return {
    ...(slack && { slack: settings.credential(slack, 'notify.slack') }),
    ...(webhook && { webhook: settings.credential(webhook, 'notify.webhook') }),
  };
}
