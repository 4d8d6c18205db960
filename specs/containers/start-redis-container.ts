import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import { vi } from 'vitest';
import type { RedisExecutor } from '../../fixtures/twin/redis/executor.ts';
import { ServerExecutor } from '../../fixtures/twin/redis/server-executor.ts';
import { type RedisRest, startRedisRest } from '../../fixtures/twin/redis/start-redis-rest.ts';
import { withUpstashScripts } from '../../fixtures/twin/redis/upstash-scripts.ts';
import { engine } from './engine.ts';

/** A real Redis in a container, and the REST façade before it. */
export interface RedisContainer extends RedisRest {
  /** Freezes the server: it keeps its connections and answers nothing. */
  pause(): Promise<void>;
  unpause(): Promise<void>;
  stop(): Promise<void>;
  /** Ends the server and starts it again, empty: it keeps nothing on disk. */
  restart(): Promise<void>;
}

export interface RedisContainerOptions {
  token?: string;
  /** Called before each command runs: the place to pull the plug in the middle of what someone does. */
  onCommand?: (command: readonly string[]) => Promise<void> | void;
}

/** Starts Redis 7 in a container. @throws Error where no engine answers */
export async function startRedisContainer({
  token = 'made-up-redis-token',
  onCommand,
}: RedisContainerOptions = {}): Promise<RedisContainer> {
  if (!('image' in engine)) throw new Error(`no container engine: ${engine.absent}`);
  const container = await new GenericContainer(engine.image)
    .withExposedPorts(6379)
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .start();
  const client = await getContainerRuntimeClient();
  const handle = client.container.getById(container.getId());
  let port = container.getMappedPort(6379);
  const server = new ServerExecutor({
    address: () => ({ host: container.getHost(), port }),
    timeoutMs: 1_000,
  });
  const executor: RedisExecutor = {
    async execute(command) {
      await onCommand?.(command);
      return server.execute(command);
    },
    transaction: (commands) => server.transaction(commands),
  };
  const rest = await startRedisRest({ token, executor: withUpstashScripts(executor) });
  return {
    url: rest.url,
    token,
    pause: async () => {
      await handle.pause();
    },
    unpause: async () => {
      await handle.unpause();
    },
    stop: async () => {
      await handle.stop({ t: 0 });
    },
    async restart() {
      await handle.restart({ t: 0 });
      // The engine gives it another port, and testcontainers' own restart waits for seconds on a log that it has missed.
      const { NetworkSettings } = await handle.inspect();
      port = Number(NetworkSettings.Ports['6379/tcp']?.[0]?.HostPort);
      await vi.waitUntil(
        () =>
          server.execute(['PING']).then(
            () => true,
            () => false,
          ),
        { timeout: 10_000, interval: 20 },
      );
    },
    async [Symbol.asyncDispose]() {
      await rest[Symbol.asyncDispose]();
      server[Symbol.dispose]();
      await handle.remove({ force: true });
    },
  };
}
