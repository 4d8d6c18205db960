import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { firstFew } from '../../text/first-few.ts';

/** The lock file of each package manager, and how it installs exactly what the file lists. */
const commands: readonly [lockFile: string, command: string][] = [
  ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
  ['yarn.lock', 'yarn install --immutable'],
  ['bun.lock', 'bun install --frozen-lockfile'],
  ['bun.lockb', 'bun install --frozen-lockfile'],
  ['package-lock.json', 'npm ci'],
];
const mostNamed = 5;

/** The command that installs the packages of the project that a folder is part of, by its nearest lock file. */
export function installCommand(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const found = commands.find(([lockFile]) => existsSync(join(at, lockFile)));
    if (found !== undefined) return found[1];
    if (at === dirname(at)) return 'npm install';
  }
}

/** Why a module is not known, with the packages that are not installed and the command that installs them. */
export function notInstalled(packages: readonly string[], folder: string): string {
  return `not installed: ${firstFew(packages, mostNamed).join(', ')}; \`${installCommand(folder)}\` in the project installs them`;
}
