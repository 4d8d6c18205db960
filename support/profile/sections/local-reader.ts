import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LocalReader, SyncPlatform } from './sync.ts';

/** Front-end tools whose loaders expand names after a dollar sign. Sources: @next/env, vite, astro, nuxt: each uses dotenv-expand. */
const expanding = ['next', 'vite', 'astro', 'nuxt', '@sveltejs/kit', '@remix-run/dev', 'expo'];
const configs = ['next.config', 'vite.config', 'astro.config', 'nuxt.config', 'svelte.config'];
const extensions = ['js', 'mjs', 'cjs', 'ts', 'mts'];

/**
 * What reads a local file, where the config does not say. Next.js, Vite and wrangler's `.env` expand; wrangler takes
 * `.dev.vars` as it stands, as the Convex CLI does `.env.local`.
 * @param file the absolute path
 */
export function inferredReader(file: string, platform: SyncPlatform | undefined, target: string): LocalReader {
  const name = path.basename(file);
  if (name.startsWith('.dev.vars') || platform === 'convex') return 'dotenv';
  if (platform === 'pages' || platform === 'worker') return 'dotenv-expand';
  const isFrontend = /^(?:NEXT|VITE|NUXT|ASTRO|REMIX|SVELTE|EXPO)/i.test(target) || hasFrontend(path.dirname(file));
  return name.startsWith('.env') && isFrontend ? 'dotenv-expand' : 'dotenv';
}

function hasFrontend(directory: string): boolean {
  const isConfigured = configs.some((name) =>
    extensions.some((extension) => existsSync(path.join(directory, `${name}.${extension}`))),
  );
  return isConfigured || dependenciesOf(directory).some((name) => expanding.includes(name));
}

function dependenciesOf(directory: string): string[] {
  try {
    const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as Record<string, object>;
    return [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})];
  } catch {
    // Without a manifest that reads, nothing is known of the tools.
    return [];
  }
}
