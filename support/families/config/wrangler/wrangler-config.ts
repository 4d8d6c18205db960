import { type BindingGroup, bindingGroups } from './wrangler-groups.ts';
import { isRecord, readWranglerText, type WranglerText } from './wrangler-text.ts';

/** A binding that wrangler's configuration declares. */
export interface DeclaredBinding {
  name: string;
  /** The type that the API returns; `plain_text` for a variable. */
  type: string;
  /** Where it stands: `durable_objects.bindings`. */
  group: string;
  /** What is compared: the field, its value, and the names that the API has for it. */
  fields: readonly { written: string; shown: readonly string[]; value: string }[];
  line: number;
}

/** What is deployed under one name: the top level, or a named environment. */
export interface WranglerEnvironment {
  /** Undefined for the top level. */
  name: string | undefined;
  /** The script that it deploys. */
  script: string | undefined;
  bindings: readonly DeclaredBinding[];
}

/** The top level first, then each named environment. */
export type WranglerConfiguration = readonly [WranglerEnvironment, ...WranglerEnvironment[]];

/**
 * Reads the bindings that each environment of a configuration declares, without what wrangler would inherit: bindings and
 * variables are not inherited.
 * @param file as it is shown
 * @throws WranglerUnreadable
 */
export function readWranglerConfiguration(file: string, text: string): WranglerConfiguration {
  const read = readWranglerText(file, text);
  const { root } = read;
  const named = isRecord(root.env) ? root.env : {};
  const name = textOf(root.name);
  const top = { name: undefined, script: name, bindings: bindingsOf(read, root, []) };
  return [
    top,
    ...Object.entries(named).map(([environment, section]) => {
      const settings = isRecord(section) ? section : {};
      return {
        name: environment,
        // wrangler appends the environment where it has no name of its own.
        script: textOf(settings.name) ?? (name === undefined ? undefined : `${name}-${environment}`),
        bindings: bindingsOf(read, settings, ['env', environment]),
      };
    }),
  ];
}

function bindingsOf(
  read: WranglerText,
  section: Record<string, unknown>,
  path: readonly (string | number)[],
): DeclaredBinding[] {
  const variables = isRecord(section.vars) ? Object.entries(section.vars) : [];
  return [
    ...bindingGroups.flatMap((group) => bindingsOfGroup(read, { section, path, group })),
    ...variables.map(([name, value]) => ({
      name,
      type: typeof value === 'string' ? 'plain_text' : 'json',
      group: 'vars',
      fields: [],
      line: read.lineOf([...path, 'vars', name]),
    })),
  ];
}

function bindingsOfGroup(
  read: WranglerText,
  {
    section,
    path,
    group,
  }: { section: Record<string, unknown>; path: readonly (string | number)[]; group: BindingGroup },
): DeclaredBinding[] {
  const found = group.path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), section);
  const items = Array.isArray(found) ? found : [found];
  return items.flatMap((item, index) => {
    const name = isRecord(item) ? textOf(item[group.name]) : undefined;
    if (!isRecord(item) || name === undefined) return [];
    const fields = group.fields.flatMap(([written, ...shown]) => {
      const value = textOf(item[written]);
      return value === undefined ? [] : [{ written, shown, value }];
    });
    const at = [...path, ...group.path, ...(Array.isArray(found) ? [index] : [])];
    const type = group.type ?? textOf(item.type) ?? 'unsafe';
    return [{ name, type, group: group.path.join('.'), fields, line: read.lineOf(at) }];
  });
}

/** The environment that deploys a script; the one that is named like the environment of the deployment, else. */
export function environmentFor(
  configuration: WranglerConfiguration,
  { script, environment }: { script: string | undefined; environment: string },
): WranglerEnvironment | undefined {
  const byScript = script === undefined ? undefined : configuration.find((each) => each.script === script);
  return byScript ?? configuration.find(({ name }) => name === environment);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
