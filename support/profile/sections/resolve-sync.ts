import path from 'node:path';
import {
  givenSetting,
  type Resolved,
  resolveSection,
  type Setting,
  type SettingResolver,
} from '../../settings/index.ts';
import { inferredReader } from './local-reader.ts';
import { type LocalReader, type SyncSource, SyncTargetSource } from './sync.ts';

/** A file on a developer's machine. */
export interface LocalFileTarget {
  file: string;
  /** As the config writes it. */
  shown: string;
  reader: LocalReader;
  /** The config says nothing of the reader; the file's name and its platform do. */
  readerInferred: boolean;
}

/** A TARGET of the table, as one environment has it: without a platform where none holds its keys there. */
export interface SyncTarget
  extends Pick<
    Resolved<SyncTargetSource>,
    'platform' | 'backend' | 'name' | 'unmanaged' | 'setAtDeploy' | 'attest' | 'wrangler'
  > {
  /** As the table writes it. */
  target: string;
  /** The environment within the platform. */
  within?: Setting;
  localFile?: LocalFileTarget;
}

export interface SyncProfile {
  targets: readonly SyncTarget[];
  local: SyncSource['local'];
  backupDirectory: string;
}

interface SyncedEnvironment {
  name: string;
  class: 'development' | 'staging' | 'production';
  /** The config's folder, that its paths are relative to. */
  directory: string;
  /** Another environment's backend is its own too, and is compared with that one's values. */
  sharesBackend: boolean;
  /** The table has a column for it. */
  hasColumn: boolean;
}

/** Resolves `sync` for one environment. Of a platform that does not hold the environment, nothing is resolved. */
export function resolveSync(
  { targets, local, backupDirectory }: SyncSource,
  environment: SyncedEnvironment,
  settings: SettingResolver,
): SyncProfile {
  const resolveTarget = (target: string, source: SyncTargetSource): SyncTarget => {
    const place = `sync.targets.${target}`;
    const {
      platform,
      backend,
      name,
      environment: within,
      unmanaged,
      setAtDeploy,
      attest,
      wrangler,
    } = resolveSection(SyncTargetSource, heldIn(source, environment), place, settings);
    return {
      target,
      ...(platform !== undefined && { platform }),
      ...(backend !== undefined && { backend }),
      ...(name && { name }),
      ...(within && { within }),
      ...localFileOf(target, source, environment.directory),
      unmanaged,
      setAtDeploy,
      ...(attest && { attest }),
      ...(wrangler && { wrangler }),
    };
  };
  return {
    targets: Object.entries(targets).map(([target, source]) => resolveTarget(target, source)),
    local,
    backupDirectory: path.resolve(environment.directory, backupDirectory),
  };
}

/**
 * What a target says of one environment. Cloudflare's own names: everything that is not production is a preview. A backend that two
 * environments share has the values of its owner, so that the other is compared only where the target names it.
 */
function heldIn(
  source: SyncTargetSource,
  { name, class: kind, sharesBackend, hasColumn }: SyncedEnvironment,
): SyncTargetSource {
  const { platform, environments } = source;
  const isOfOwner = sharesBackend && (!hasColumn || platform === 'convex' || platform === 'worker');
  const isHeld = platform !== undefined && (environments?.includes(name) ?? !isOfOwner);
  if (!isHeld) return { unmanaged: source.unmanaged, setAtDeploy: source.setAtDeploy };
  if (platform !== 'pages' || source.environment !== undefined) return source;
  const value = kind === 'production' ? 'production' : 'preview';
  return { ...source, environment: givenSetting(value) };
}

function localFileOf(
  target: string,
  { localFile, reader, platform }: SyncTargetSource,
  directory: string,
): Pick<SyncTarget, 'localFile'> {
  if (localFile === undefined) return {};
  const file = path.resolve(directory, localFile);
  return {
    localFile: {
      file,
      shown: localFile,
      reader: reader ?? inferredReader(file, platform, target),
      readerInferred: reader === undefined,
    },
  };
}
