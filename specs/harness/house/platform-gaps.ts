import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What the guard knows of a platform of the registry. */
export interface RegisteredPlatform {
  name: string;
  checkedBy: readonly string[];
}

/** Folders in `specs` that belong to no platform and no family. */
const apart = ['harness', 'containers', 'smoke'];

/**
 * What a platform lacks, a sentence each: it is a folder with a declaration, a line in the registry, checks, a fault for
 * one of them, and its settings in the reference.
 * @param registry as `support/platforms/registry.ts` exports it
 */
export function platformGaps(root: string, registry: Readonly<Record<string, RegisteredPlatform>>): string[] {
  const folders = foldersOf(root, 'support/platforms');
  const names = new Set([...folders, ...Object.keys(registry)]);
  return [
    ...[...names].sort().flatMap((name) => gapsOf(root, name, registry[name])),
    ...specsWithoutRoom(root, [...names, ...foldersOf(root, 'support/families'), ...foldersOfChecks(registry)]),
  ];
}

function gapsOf(root: string, name: string, registered: RegisteredPlatform | undefined): string[] {
  const has = (file: string) => existsSync(path.join(root, file));
  const gaps: string[] = [];
  const lacks = (what: string) => gaps.push(`The platform ${name} has no ${what}.`);
  if (!has(`support/platforms/${name}/platform.ts`)) lacks(`declaration: support/platforms/${name}/platform.ts`);
  if (registered === undefined) lacks('line in the registry: support/platforms/registry.ts');
  else if (registered.name !== name) lacks(`name of its own: its declaration calls itself ${registered.name}`);
  const checks = checksOf(root, name, registered);
  if (checks.length === 0) lacks(`check: specs/${name}/*.spec.ts`);
  const missing = (registered?.checkedBy ?? []).filter((id) => !has(`specs/${id}.spec.ts`));
  for (const id of missing) lacks(`spec for the check that its declaration names: ${id}`);
  if (!faultsText(root).some((text) => checks.some((id) => text.includes(`'${id}'`))))
    lacks('fault that one of its checks catches: fixtures/faults');
  if (
    !has('docs/settings.md') ||
    !readFileSync(path.join(root, 'docs/settings.md'), 'utf8').includes(`## platforms.${name}\n`)
  )
    lacks('section in docs/settings.md: `npm run settings`');
  return gaps;
}

function checksOf(root: string, name: string, registered: RegisteredPlatform | undefined): string[] {
  const own = globSync(`specs/${name}/*.spec.ts`, { cwd: root }).map((file) =>
    file.replaceAll('\\', '/').replace(/^specs\/|\.spec\.ts$/g, ''),
  );
  return [...own, ...(registered?.checkedBy ?? [])];
}

/** The folders of checks that a platform names as its own: `services` for `services/compose-ports`. */
function foldersOfChecks(registry: Readonly<Record<string, RegisteredPlatform>>): string[] {
  return Object.values(registry).flatMap(({ checkedBy }) => checkedBy.map((id) => id.split('/')[0] ?? ''));
}

function specsWithoutRoom(root: string, rooms: readonly string[]): string[] {
  return foldersOf(root, 'specs')
    .filter((name) => !apart.includes(name) && !rooms.includes(name))
    .map((name) => `The checks in specs/${name} have no room in support/platforms or support/families.`);
}

function faultsText(root: string): string[] {
  return globSync('fixtures/faults/**/*.ts', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8'));
}

function foldersOf(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
