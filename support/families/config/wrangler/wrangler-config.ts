import { type BindingGroup, bindingGroups } from './wrangler-groups.ts';
import {
  cronsOf,
  type DeclaredSetting,
  type Section,
  settingsOf,
  uncomparedSettings,
  unknownGroups,
} from './wrangler-settings.ts';
import { isRecord, readWranglerText, valueAt, type WranglerText } from './wrangler-text.ts';

/** A binding that wrangler's configuration declares. */
export interface DeclaredBinding {
  name: string;
  /** The type that the API returns; `plain_text` for a variable. */
  type: string;
  /** Where it stands: `durable_objects.bindings`. */
  group: string;
  /** What is compared: the field, its value, and the names that the API has for it. */
  fields: readonly { written: string; shown: readonly string[]; value: string }[];
  /** Fields that the file leaves out, and what the script then has. */
  unwritten: readonly { field: string; meaning: string }[];
  /** The value of a variable, as JSON. */
  json?: string;
  line: number;
}

/** What is deployed under one name: the top level, or a named environment. */
export interface WranglerEnvironment {
  /** Undefined for the top level. */
  name: string | undefined;
  /** The script that it deploys. */
  script: string | undefined;
  bindings: readonly DeclaredBinding[];
  /** The account that it deploys to, where the file says. */
  accountId: string | undefined;
  /** Settings that the platform shows too. */
  settings: readonly DeclaredSetting[];
  /** What it says of a deployed script and the platform does not show with the script. */
  uncompared: readonly string[];
  /** Groups that seem to declare bindings and are not known here. */
  unknownGroups: readonly string[];
  /** Undefined where deploying leaves the cron triggers as they are. */
  crons: { crons: readonly string[]; line: number } | undefined;
  /** Names of secrets that the script has to have. */
  requiredSecrets: readonly { name: string; line: number }[];
}

/** The top level first, then each named environment. */
export type WranglerConfiguration = readonly [WranglerEnvironment, ...WranglerEnvironment[]];

/**
 * Reads what each environment of a configuration declares, with what wrangler lets it inherit: settings such as the
 * compatibility date, never bindings and variables.
 * @param file as it is shown
 * @throws WranglerUnreadable
 */
export function readWranglerConfiguration(file: string, text: string): WranglerConfiguration {
  const read = readWranglerText(file, text);
  const { root } = read;
  const named = isRecord(root.env) ? root.env : {};
  const name = textOf(root.name);
  const top = environmentOf(read, { name: undefined, script: name, section: root, path: [] });
  return [
    top,
    ...Object.entries(named).map(([environment, section]) => {
      const settings = isRecord(section) ? section : {};
      return environmentOf(read, {
        name: environment,
        // wrangler appends the environment where it has no name of its own.
        script: textOf(settings.name) ?? (name === undefined ? undefined : `${name}-${environment}`),
        section: settings,
        path: ['env', environment],
      });
    }),
  ];
}

function environmentOf(
  read: WranglerText,
  { name, script, section, path }: Pick<WranglerEnvironment, 'name' | 'script'> & Section,
): WranglerEnvironment {
  const secrets = isRecord(section.secrets) && Array.isArray(section.secrets.required) ? section.secrets.required : [];
  return {
    name,
    script,
    bindings: bindingsOf(read, { section, path }),
    accountId: textOf(section.account_id) ?? textOf(read.root.account_id),
    settings: settingsOf(read, { section, path }),
    uncompared: uncomparedSettings(read, { section, path }),
    unknownGroups: unknownGroups({ section, path }),
    crons: cronsOf(read, { section, path }),
    requiredSecrets: secrets
      .filter((each) => typeof each === 'string')
      .map((each) => ({ name: each, line: read.lineOf([...path, 'secrets', 'required']) })),
  };
}

function bindingsOf(read: WranglerText, { section, path }: Section): DeclaredBinding[] {
  const variables = isRecord(section.vars) ? Object.entries(section.vars) : [];
  return [
    ...bindingGroups.flatMap((group) => {
      const isInherited = group.inherited === true && !(group.path[0] !== undefined && group.path[0] in section);
      return bindingsOfGroup(read, group, isInherited ? { section: read.root, path: [] } : { section, path });
    }),
    ...variables.map(([name, value]) => ({
      name,
      type: typeof value === 'string' ? 'plain_text' : 'json',
      group: 'vars',
      fields: [],
      unwritten: [],
      json: JSON.stringify(value),
      line: read.lineOf([...path, 'vars', name]),
    })),
  ];
}

function bindingsOfGroup(read: WranglerText, group: BindingGroup, { section, path }: Section): DeclaredBinding[] {
  const at = [...path, ...group.path];
  const found = valueAt(section, group.path);
  if (group.name === 'key')
    return Object.keys(isRecord(found) ? found : {}).map((name) =>
      declared(group, { name, item: {}, line: read.lineOf([...at, name]) }),
    );
  const items = Array.isArray(found) ? found : [found];
  return items.flatMap((item, index) => {
    const name = isRecord(item) ? textOf(item[group.name]) : undefined;
    if (!isRecord(item) || name === undefined) return [];
    return [declared(group, { name, item, line: read.lineOf([...at, ...(Array.isArray(found) ? [index] : [])]) })];
  });
}

function declared(
  { path, type, fields, unwritten = [] }: BindingGroup,
  { name, item, line }: { name: string; item: Record<string, unknown>; line: number },
): DeclaredBinding {
  return {
    name,
    type: type ?? textOf(item.type) ?? 'unsafe',
    group: path.join('.'),
    fields: fields.flatMap(([written, ...shown]) => {
      const value = fieldAt(item, written);
      return value === undefined ? [] : [{ written, shown, value }];
    }),
    unwritten: unwritten
      .filter(([field]) => fieldAt(item, field) === undefined)
      .map(([field, meaning]) => ({ field, meaning })),
    line,
  };
}

/** A field's value as text, by its path: `simple.limit`. Undefined where it is neither text nor a number. */
export function fieldAt(item: Record<string, unknown>, path: string): string | undefined {
  const found = valueAt(item, path.split('.'));
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

/**
 * The environment that deploys a script; the one that is named like the environment of the deployment, else. Of several
 * that deploy one script, the one with that name counts.
 */
export function environmentFor(
  configuration: WranglerConfiguration,
  { script, environment }: { script: string | undefined; environment: string },
): WranglerEnvironment | undefined {
  const byScript = script === undefined ? [] : configuration.filter((each) => each.script === script);
  const byName = configuration.find(({ name }) => name === environment);
  return byScript.find((each) => each === byName) ?? byScript[0] ?? byName;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
