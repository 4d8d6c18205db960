import { bindingGroups } from './wrangler-groups.ts';
import { isRecord, type WranglerText } from './wrangler-text.ts';

/** A setting of the script that the configuration states: `compatibility_date`, `limits.cpu_ms`. */
export interface DeclaredSetting {
  /** Its place in the configuration, and in the settings that the API shows. */
  path: readonly string[];
  /** A list without an order, a single value else. */
  value: string | readonly string[];
  /** How a script is observed and placed, and not what it does. */
  mild: boolean;
  line: number;
}

/** A part of the configuration, and where it stands. */
export interface Section {
  section: Record<string, unknown>;
  path: readonly (string | number)[];
}

/**
 * Settings that `GET …/settings` of the API shows under the same name, each with its leaves. Only `tail_consumers` is not
 * inherited by a named environment.
 * Source: cloudflare 7.3.0, ScriptAndVersionSettingGetResponse.
 */
const shown = ['compatibility_date', 'compatibility_flags', 'limits', 'logpush', 'observability', 'placement'] as const;
const mild: readonly string[] = ['logpush', 'observability', 'placement', 'tail_consumers'];

/** What only building, deploying or developing needs: a deployed script has nothing of it. */
const notDeployed = new Set(
  '$schema account_id alias base_dir build data_blobs define dependencies_instrumentation dev env find_additional_modules first_party_worker jsx_factory jsx_fragment keep_names keep_vars legacy_env main minify name no_bundle preserve_file_names previews pages_build_output_dir rules secrets send_metrics site text_blobs tsconfig upload_source_maps vars wasm_modules'.split(
    ' ',
  ),
);

/** The settings that a named environment has, by itself or from the top level. */
export function settingsOf(read: WranglerText, own: Section): DeclaredSetting[] {
  const inherited = shown.flatMap((key) => {
    const from = key in own.section ? own : { section: read.root, path: [] };
    return leavesOf(from.section[key], [key]).map((leaf) => ({
      ...leaf,
      mild: mild.includes(key),
      line: read.lineOf([...from.path, ...leaf.path]),
    }));
  });
  const { tail_consumers: consumers } = own.section;
  if (!Array.isArray(consumers)) return inherited;
  const services = consumers.flatMap((each) =>
    isRecord(each) && typeof each.service === 'string' ? each.service : [],
  );
  const line = read.lineOf([...own.path, 'tail_consumers']);
  return [...inherited, { path: ['tail_consumers'], value: services, mild: true, line }];
}

function leavesOf(value: unknown, path: readonly string[]): Pick<DeclaredSetting, 'path' | 'value'>[] {
  if (Array.isArray(value)) return [{ path, value: value.map(String) }];
  if (isRecord(value)) return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]));
  return value === undefined || value === null ? [] : [{ path, value: String(value) }];
}

/** Cron triggers, by the environment itself or from the top level; undefined where deploying leaves them as they are. */
export function cronsOf(read: WranglerText, own: Section): { crons: readonly string[]; line: number } | undefined {
  const { section, path } = 'triggers' in own.section ? own : { section: read.root, path: [] };
  const { triggers } = section;
  if (!isRecord(triggers) || !Array.isArray(triggers.crons)) return undefined;
  return { crons: triggers.crons.map(String), line: read.lineOf([...path, 'triggers', 'crons']) };
}

/** What a deployed script has of the configuration, and nothing shows with its settings: `routes`, `migrations`. */
export function uncomparedSettings({ root }: WranglerText, { section, path }: Section): string[] {
  const inherited = path.length === 0 ? [] : Object.keys(root).filter((key) => inheritedElsewhere.has(key));
  const { queues } = section;
  return [
    ...new Set([...Object.keys(section), ...inherited])
      .values()
      .filter((key) => !notDeployed.has(key) && !compared.has(key)),
    ...(isRecord(queues) && queues.consumers !== undefined ? ['queues.consumers'] : []),
  ];
}

const compared = new Set<string>([
  ...shown,
  'tail_consumers',
  'triggers',
  ...bindingGroups.map(({ path: [first] }) => first ?? ''),
]);
const inheritedElsewhere = new Set([
  'routes',
  'route',
  'workers_dev',
  'preview_urls',
  'migrations',
  'cache',
  'exports',
]);

/** Keys that nothing here knows and that name a `binding`: a kind of binding that is newer than this list. */
export function unknownGroups({ section }: Section): string[] {
  return Object.entries(section)
    .filter(([key, value]) => !notDeployed.has(key) && !compared.has(key) && namesBinding(value))
    .map(([key]) => key);
}

function namesBinding(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(namesBinding);
  return isRecord(value) && typeof value.binding === 'string';
}
