import { defineConfig } from 'vitest/config';
import { parts } from './parts.ts';

const { specs = [] } = parts[process.env.AIRLOCK_MUTATION ?? ''] ?? {};

export default defineConfig({
  test: { pool: 'threads', include: [...specs], exclude: ['**/*.deep.spec.ts'], testTimeout: 60_000 },
});
