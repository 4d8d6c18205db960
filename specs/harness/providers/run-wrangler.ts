import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Providers } from '../../../fixtures/twin/providers/start-providers.ts';
import { commandMs } from '../patience.ts';

export interface WranglerRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** Names of hosts that it wanted to reach; it reached none of them. */
  lookedUp: readonly string[];
}

const wrangler = path.join(import.meta.dirname, '../../../node_modules/wrangler/bin/wrangler.js');

/** Runs Cloudflare's own command line against the double, in a home of its own, with nothing else within its reach. */
export async function runWrangler(
  { cloudflare }: Pick<Providers, 'cloudflare'>,
  args: readonly string[],
  variables: Record<string, string> = {},
): Promise<WranglerRun> {
  const home = mkdtempSync(path.join(tmpdir(), 'airlock-wrangler-'));
  const lookedUpFile = path.join(home, 'looked-up');
  try {
    const child = spawn(process.execPath, [wrangler, ...args], {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        XDG_CONFIG_HOME: home,
        TMPDIR: home,
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_LOG_PATH: path.join(home, 'logs'),
        CLOUDFLARE_API_BASE_URL: cloudflare.api,
        CLOUDFLARE_API_TOKEN: cloudflare.token,
        CLOUDFLARE_ACCOUNT_ID: cloudflare.state.id,
        CI: '1',
        NO_COLOR: '1',
        NODE_OPTIONS: `--import=${path.join(import.meta.dirname, 'only-loopback.ts')}`,
        LOOKED_UP_FILE: lookedUpFile,
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: commandMs,
      killSignal: 'SIGKILL',
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text;
      });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const lookedUp = existsSync(lookedUpFile) ? readFileSync(lookedUpFile, 'utf8').trim().split('\n') : [];
    return { exitCode, ...said, lookedUp };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
