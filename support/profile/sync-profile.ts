import path from 'node:path';
import type { EnvironmentSettings } from './environment-settings.ts';
import type { EnvironmentSource } from './schema.ts';
import type { Setting } from './setting.ts';
import type {
  CloudflareSource,
  GitHubSource,
  LocalReader,
  SyncPlatform,
  SyncSource,
  SyncTargetSource,
} from './sync-source.ts';

export interface CloudflareProfile {
  accountId: Setting;
  apiToken: Setting;
  api: Setting;
}

export interface GitHubProfile {
  /** `owner/name`. */
  repository: Setting;
  token: Setting;
  api: Setting;
}

/** A file on a developer's machine. */
export interface LocalFileTarget {
  file: string;
  /** As the config writes it. */
  shown: string;
  reader: LocalReader;
  /** The config says nothing of the reader; the file's name and its platform do. */
  readerInferred: boolean;
}

/** A TARGET of the table, as one environment has it. */
export interface SyncTarget {
  /** As the table writes it. */
  target: string;
  /** The platform that holds its keys; absent where none does in this environment. */
  platform?: SyncPlatform;
  /** The Worker's script or the Pages project. */
  name?: Setting;
  /** The environment within the platform. */
  within?: Setting;
  localFile?: LocalFileTarget;
  unmanaged: readonly string[];
  attest?: { url: Setting; path: string; token: Setting };
}

export interface SyncProfile {
  targets: readonly SyncTarget[];
  local: SyncSource['local'];
  backupDirectory: string;
}

export function resolveCloudflare(settings: EnvironmentSettings, source: CloudflareSource): CloudflareProfile {
  const place = 'platforms.cloudflare';
  return {
    accountId: settings.setting(source.accountId, `${place}.accountId`),
    apiToken: settings.credential(source.apiToken, `${place}.apiToken`),
    api: settings.setting(source.api, `${place}.api`),
  };
}

export function resolveGitHub(settings: EnvironmentSettings, source: GitHubSource): GitHubProfile {
  const place = 'platforms.github';
  return {
    repository: settings.setting(source.repository, `${place}.repository`),
    token: settings.credential(source.token, `${place}.token`),
    api: settings.setting(source.api, `${place}.api`),
  };
}

/** @param directory the config's folder, that its paths are relative to */
export function resolveSync(
  settings: EnvironmentSettings,
  source: SyncSource,
  { name, kind, directory }: { name: string; kind: EnvironmentSource['class']; directory: string },
): SyncProfile {
  return {
    targets: Object.entries(source.targets).map(([target, each]) =>
      resolveTarget(settings, { target, source: each, environment: name, kind, directory }),
    ),
    local: source.local,
    backupDirectory: path.resolve(directory, source.backupDirectory),
  };
}

function resolveTarget(
  settings: EnvironmentSettings,
  {
    target,
    source,
    environment,
    kind,
    directory,
  }: {
    target: string;
    source: SyncTargetSource;
    environment: string;
    kind: EnvironmentSource['class'];
    directory: string;
  },
): SyncTarget {
  const { platform, name, localFile, unmanaged, attest } = source;
  const place = `sync.targets.${target}`;
  const local =
    localFile === undefined
      ? {}
      : {
          localFile: {
            file: path.resolve(directory, localFile),
            shown: localFile,
            reader: source.reader ?? readerOf(localFile, platform),
            readerInferred: source.reader === undefined,
          },
        };
  const held = source.environments?.includes(environment) ?? true;
  if (platform === undefined || !held) return { target, unmanaged, ...local };
  // Cloudflare's own names: everything that is not production is a preview.
  const byClass = platform === 'pages' ? { value: kind === 'production' ? 'production' : 'preview' } : undefined;
  const within = source.environment ?? byClass;
  return {
    target,
    platform,
    ...(name && { name: settings.setting(name, `${place}.name`) }),
    ...(within && { within: settings.setting(within, `${place}.environment`) }),
    ...local,
    unmanaged,
    ...(attest && {
      attest: {
        url: settings.setting(attest.url, `${place}.attest.url`),
        path: attest.path,
        token: settings.credential(attest.token, `${place}.attest.token`),
      },
    }),
  };
}

/** Next.js, Vite and wrangler's `.env` expand; nothing else is known to. */
function readerOf(localFile: string, platform: SyncPlatform | undefined): LocalReader {
  const isPlain = path.basename(localFile).startsWith('.dev.vars');
  return !isPlain && (platform === 'pages' || platform === 'worker') ? 'dotenv-expand' : 'dotenv';
}
