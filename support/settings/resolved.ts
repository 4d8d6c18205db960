import type { z } from 'zod';
import type { DeclaredFile, DeclaredSetting } from './declared.ts';
import type { Role } from './role.ts';
import { Setting } from './setting.ts';
import { type Position, walkSection } from './walk.ts';

/** A file or folder: its absolute path, and as the config names it. */
export interface NamedPath {
  path: string;
  shown: string;
}

/** A part of the config with every declared setting resolved. */
export type Resolved<Part> = Part extends DeclaredSetting
  ? Setting
  : Part extends DeclaredFile
    ? NamedPath
    : Part extends (infer Item)[]
      ? Resolved<Item>[]
      : Part extends object
        ? { [Key in keyof Part]: Resolved<Part[Key]> }
        : Part;

export interface SettingResolver {
  /** @param place where it stands in the config: "platforms.convex.url" */
  resolve(source: DeclaredSetting, role: Role, place: string): Setting;
  file(shown: string): NamedPath;
}

/** Resolves every setting of a section of the config. */
export function resolveSection<Schema extends z.ZodType>(
  schema: Schema,
  section: z.infer<Schema>,
  place: string,
  resolver: SettingResolver,
): Resolved<z.infer<Schema>> {
  return walkSection(
    schema,
    section,
    { place, group: {} },
    {
      setting: (source, role, at) => resolver.resolve(source as DeclaredSetting, role, at.place),
      file: (shown) => resolver.file(shown),
    },
  ) as Resolved<z.infer<Schema>>;
}

/** A declared setting of a resolved section. */
export interface FoundSetting<Meaning extends Role = Role> extends Position {
  setting: Setting;
  role: Meaning;
}

/** Every setting of a resolved section, by the schema that declares it. */
export function settingsIn(schema: z.core.$ZodType, section: unknown, place: string): FoundSetting[] {
  const found: FoundSetting[] = [];
  walkSection(
    schema,
    section,
    { place, group: {} },
    {
      setting: (setting, role, at) => {
        if (setting instanceof Setting) found.push({ ...at, setting, role });
        return setting;
      },
    },
  );
  return found;
}
