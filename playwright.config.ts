import { defineConfig } from '@playwright/test';
import { smokeConfig } from './support/package/smoke-config.ts';

export default defineConfig(await smokeConfig());
