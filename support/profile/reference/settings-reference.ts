import { z } from 'zod';
import { innerOf, isFile, type Role, roleOf } from '../../settings/index.ts';
import type { DocumentedObject } from './doc-comments.ts';

export interface ReferenceSection {
  /** Its place in the config: "platforms.worker". */
  place: string;
  title: string;
  schema: z.core.$ZodType;
}

interface Row {
  place: string;
  role: string;
  fallback: string;
  doc: string;
}

/**
 * The reference of every setting, as Markdown.
 * @throws Error that names each setting without a doc comment
 */
export function settingsReference(sections: readonly ReferenceSection[], objects: readonly DocumentedObject[]): string {
  const undocumented: string[] = [];
  const parts = sections.map(({ place, title, schema }) => {
    const rows = rowsOf(schema, '', objects);
    undocumented.push(...rows.filter(({ doc }) => doc === '').map((row) => `${place}.${row.place}`));
    return [
      `## ${place}`,
      '',
      `Settings of ${title}.`,
      '',
      '| setting | role | left out | meaning |',
      '| --- | --- | --- | --- |',
      ...rows.map((row) => `| \`${row.place}\` | ${row.role} | ${row.fallback} | ${cell(row.doc)} |`),
    ].join('\n');
  });
  if (undocumented.length > 0) throw new Error(`These settings have no doc comment: ${undocumented.join(', ')}`);
  return `${preamble}\n\n${parts.join('\n\n')}\n`;
}

const preamble = `# Settings

Every setting of \`deployment.config.ts\` below \`platforms\`, \`sync\` and \`notify\`. This page is written by \`npm run settings\` from the declarations
(\`support/platforms/*/platform.ts\`, \`support/profile/sections\`): change those, not this.

A setting with a role is \`{ key: 'NAME_IN_THE_TABLE' }\` or \`{ value: '…' }\`; a policy is a value that is written into the config. Where a role says
"its own", two environments with the same value fail \`config/environments-differ\`; \`table.keys.NAME.isolated\` overrides that for one key.`;

function rowsOf(schema: z.core.$ZodType, prefix: string, objects: readonly DocumentedObject[]): Row[] {
  return groupsIn(schema).flatMap(({ group, path }) => {
    const docs = docsOf(group, objects);
    const base = [prefix, path].filter(Boolean).join('.');
    return Object.entries(group.shape).flatMap(([key, field]) => {
      const place = [base, key].filter(Boolean).join('.');
      const row = { place, role: shownRole(field), fallback: shownDefault(field), doc: docs.get(key) ?? '' };
      return [row, ...rowsOf(field, place, objects)];
    });
  });
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
