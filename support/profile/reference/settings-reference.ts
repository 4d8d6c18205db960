import { z } from 'zod';
import { innerOf, isFile, type Role, roleOf } from '../../settings/index.ts';
import type { DocumentedObject } from './doc-comments.ts';
import { exampleOf, type Known } from './example-of.ts';

export interface ReferenceSection {
  /** Its place in the config: "platforms.worker"; empty: the config itself. */
  place: string;
  title: string;
  schema: z.core.$ZodType;
  /** Settings at its top that have sections of their own. */
  without?: readonly string[];
}

interface Row {
  place: string;
  role: string;
  fallback: string;
  example: string | undefined;
  doc: string;
}

/**
 * The reference of every setting, as Markdown.
 * @throws Error that names each setting without a doc comment, or without an example
 */
export function settingsReference(sections: readonly ReferenceSection[], objects: readonly DocumentedObject[]): string {
  const undocumented: string[] = [];
  const unexampled: string[] = [];
  const parts = sections.map(({ place, title, schema, without = [] }) => {
    const rows = rowsOf(schema, place, objects).filter((row) => !without.includes(row.place.split('.')[0] ?? ''));
    undocumented.push(
      ...rows.filter(({ doc }) => doc === '').map((row) => [place, row.place].filter(Boolean).join('.')),
    );
    unexampled.push(
      ...rows.filter(({ example }) => example === undefined).map((row) => [place, row.place].filter(Boolean).join('.')),
    );
    return [
      `## ${place || 'The config itself'}`,
      '',
      `Settings of ${title}.`,
      '',
      '| setting | role | left out | example | meaning |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map(
        (row) =>
          `| \`${row.place}\` | ${row.role} | ${row.fallback} | \`${cell(row.example ?? '')}\` | ${cell(row.doc)} |`,
      ),
    ].join('\n');
  });
  if (undocumented.length > 0) throw new Error(`These settings have no doc comment: ${undocumented.join(', ')}`);
  if (unexampled.length > 0)
    throw new Error(`These settings have no example (@example in the doc comment): ${unexampled.join(', ')}`);
  return `${preamble}\n\n${parts.join('\n\n')}\n`;
}

const preamble = `# Settings

Every setting of \`deployment.config.ts\`, with what counts where it is left out and an example that it takes. This page is written by
\`npm run settings\` from the declarations (\`support/profile/schema.ts\`, \`support/profile/sections\`, \`support/platforms/*/platform.ts\`): change those, not this.

A setting with a role is \`{ key: 'NAME_IN_THE_TABLE' }\` or \`{ value: '…' }\`; a policy is a value that is written into the config. Where a role says
"its own", two environments with the same value fail \`config/environments-differ\`; \`table.keys.NAME.isolated\` overrides that for one key.`;

function rowsOf(schema: z.core.$ZodType, section: string, objects: readonly DocumentedObject[], prefix = ''): Row[] {
  const knownOf = (group: z.ZodObject, place: string, key: string): Known => {
    const [doc = '', tagged] = (docsOf(group, objects).get(key) ?? '').split(/\s*@example\s+/);
    return { place: `${place}.${key}`, doc, tagged };
  };
  return groupsIn(schema).flatMap(({ group, path }) => {
    const base = [prefix, path].filter(Boolean).join('.');
    return Object.entries(group.shape).flatMap(([key, field]) => {
      const place = [base, key].filter(Boolean).join('.');
      const known = knownOf(group, [section, base].filter(Boolean).join('.'), key);
      const example = exampleOf(field, known, knownOf);
      const row = {
        place,
        role: shownRole(field),
        fallback: shownDefault(field),
        example: example === undefined ? undefined : literal(example),
        doc: known.doc,
      };
      return [row, ...rowsOf(field, section, objects, place)];
    });
  });
}

/** A value as it is written in a config. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll(/['\\]/g, (sign) => `\\${sign}`)}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(
    ([key, each]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : literal(key)}: ${literal(each)}`,
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** The groups that a setting is made of, and where below it they stand: `0` for an item of a list, `NAME` for one of a record. */
function groupsIn(schema: z.core.$ZodType, path = ''): { group: z.ZodObject; path: string }[] {
  if (roleOf(schema)) return [];
  if (schema instanceof z.ZodObject) return [{ group: schema, path }];
  if (schema instanceof z.ZodArray) return groupsIn(schema.element, joined(path, '0'));
  if (schema instanceof z.ZodRecord) return groupsIn(schema.valueType, joined(path, 'NAME'));
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => groupsIn(option, path));
  const inner = innerOf(schema);
  return inner ? groupsIn(inner, path) : [];
}

function joined(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}

/**
 * The doc comments of a group: those of the object literal with the same keys.
 * @throws Error where several have them and say different things
 */
function docsOf(group: z.ZodObject, objects: readonly DocumentedObject[]): ReadonlyMap<string, string | undefined> {
  const keys = Object.keys(group.shape).join();
  const fitting = objects.filter(({ docs }) => [...docs.keys()].join() === keys && [...docs.values()].some(Boolean));
  const said = new Set(fitting.map(({ docs }) => JSON.stringify([...docs])));
  if (said.size > 1)
    throw new Error(
      `Several groups have the keys ${keys} and different doc comments: ${fitting.map(({ place }) => place).join(', ')}`,
    );
  return fitting[0]?.docs ?? new Map();
}

function shownRole(schema: z.core.$ZodType): string {
  const role = roleOf(schema);
  if (role) return wordsOf(role);
  if (isFile(schema)) return 'file';
  if (schema instanceof z.ZodObject) return 'group';
  if (schema instanceof z.ZodArray) return groupsIn(schema).length > 0 ? 'list' : 'policy';
  if (schema instanceof z.ZodRecord) return groupsIn(schema).length > 0 ? 'map' : 'policy';
  const inner = innerOf(schema);
  if (inner) return shownRole(inner);
  return groupsIn(schema).length > 0 ? 'group' : 'policy';
}

function wordsOf(role: Role): string {
  if (role.role === 'setting' || role.role === 'origins') return role.role;
  if (role.mayBeShared === undefined) return `${role.role}, its own`;
  return typeof role.mayBeShared === 'string'
    ? `${role.role}; ${role.mayBeShared}`
    : `${role.role}, its own unless the group says otherwise`;
}

/** What stands in for a setting that is left out. */
function shownDefault(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    const value = JSON.stringify(schema.def.defaultValue);
    return value === '{}' && groupsIn(schema).length > 0 ? 'the defaults below' : `\`${cell(value)}\``;
  }
  return schema instanceof z.ZodOptional ? '—' : 'required';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
