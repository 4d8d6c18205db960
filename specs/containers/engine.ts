import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What Debian's own redis-server makes, where no image registry can be reached: fixtures/twin/redis/build-redis-image.sh. */
const ownImage = 'airlock-redis:7';
const publicImage = 'redis:7-alpine';

// Its image cannot be pulled where there is no registry; the containers of these specs are disposed by the specs.
// biome-ignore lint/style/noProcessEnv: testcontainers is told this way, and no other
process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';

const run = promisify(execFile);

/** Whether a container engine answers, and the image of Redis to run, the public one before our own; the reason where none does. */
async function findEngine(): Promise<{ image: string } | { absent: string }> {
  try {
    await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 10_000 });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { absent: said.trim().split('\n').at(-1) ?? '' };
  }
  return { image: !(await hasImage(publicImage)) && (await hasImage(ownImage)) ? ownImage : publicImage };
}

async function hasImage(name: string): Promise<boolean> {
  const { stdout } = await run('docker', ['images', '--quiet', name], { timeout: 10_000 });
  return stdout.trim() !== '';
}

/** What this machine has; found once a file. */
export const engine = await findEngine();
export const hasEngine = 'image' in engine;
