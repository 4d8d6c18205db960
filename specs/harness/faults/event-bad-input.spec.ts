// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a compose file holds its variables in this form
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EventApiFault } from '../../../fixtures/faults/event-api/event-api-fault.ts';
import { withFaultInEventApi } from './plant-in-event-api.ts';
import { type Run, runInProcess } from './run-in-process.ts';

const production = 'docker-compose.production.yml';
const config = 'deployment.config.ts';

/** Files of the repository that are wrong: the run ends with 78, and one sentence says which and where. */
const wrongFiles: Record<string, Pick<EventApiFault, 'edits' | 'files' | 'services'> & { says: string[] }> = {
  'a compose file that does not parse': {
    files: { [production]: 'services:\n  api: [\n' },
    says: [`${production}:3:1`, 'it is not YAML'],
  },
  'a compose file without a service': {
    files: { [production]: 'name: event-api-production\nservices: {}\n' },
    says: [`${production}:1:1`, 'it has no service'],
  },
  'an unknown interpolation': {
    files: { [production]: 'services:\n  api: { image: "${TAG!x}" }\n' },
    says: [`${production}:2:`, '`${TAG!x}` is not an interpolation that Compose knows'],
  },
  'a cycle of extends': {
    files: { [production]: 'services:\n  api: { extends: core }\n  core: { extends: api }\n' },
    says: [production, 'extends'],
  },
  'a flag whose reader no file has': {
    edits: {
      [config]: [["whenAbsent: 'true', readBy: ['api', 'core']", "whenAbsent: 'true', readBy: ['api', 'coer']"]],
    },
    says: ['flags.ENABLE_DEBUG_ENDPOINTS.readBy', 'the service coer', 'Did you mean `core`?'],
  },
  'a profile that no service has': {
    edits: { [config]: [["ports: [3000], entry: ['api']", "ports: [3000], entry: ['api'], profiles: ['workers']"]] },
    says: ['environments.prod.profiles', 'no service has the profile `workers`'],
  },
  'a volume that is not defined': {
    edits: { [production]: [['./services/api/limits.json:/app/limits.json:ro', 'limits:/app/limits']] },
    says: [`${production}:`, 'the service api names the volume limits'],
  },
  'a folder of migrations that has none': {
    edits: { [config]: [["folder: 'database/migrations'", "folder: 'stores'"]] },
    services: { databases: {} },
    says: ['stores', 'it contains no migration'],
  },
  'a folder of migrations that is not there': {
    edits: { [config]: [["folder: 'services/core/priv/repo/migrations'", "folder: 'services/core/migrations'"]] },
    services: { databases: {} },
    says: ['services/core/migrations', 'cannot be read'],
  },
  'a journal of Drizzle that names a file that is not there': {
    edits: { 'services/api/drizzle/meta/_journal.json': [['"0001_embeddings"', '"0001_gone"']] },
    services: { databases: {} },
    says: ['services/api/drizzle/0001_gone.sql', 'cannot be read'],
  },
};

describe('a file of the repository that is wrong', () => {
  test.each(Object.entries(wrongFiles))('%s ends with 78, and a sentence', async (_name, { says, ...wrong }) => {
    const run = await withFaultInEventApi({ ...whole, ...wrong }, runInProcess);
    const text = `${run.stdout}\n${run.stderr}`;
    expect(run.exitCode, text).toBe(78);
    for (const words of says) expect(text).toContain(words);
  });
});

/** Servers in the place of the database of production. */
const servers: Record<string, { serve: (socket: Socket) => void; says: RegExp }> = {
  'hangs in the handshake': { serve: () => undefined, says: /no response/ },
  'speaks another protocol': {
    serve: (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    says: /does not speak the protocol of PostgreSQL/,
  },
  'closes the connection': {
    serve: (socket) => socket.once('data', () => socket.destroy()),
    says: /closed before|reset before/,
  },
};

describe('a database server that', () => {
  test.each(Object.entries(servers))(
    '%s keeps the gate closed with 3, and a sentence',
    async (_name, { serve, says }) => {
      const port = await listen(serve);
      const url = `postgres://event_api:made-up-prod-c03a5e@127.0.0.1:${port}/event_api_production`;
      const run = await withFaultInEventApi(
        {
          ...whole,
          services: { databases: {}, variables: (all) => ({ ...all, PROD_DATABASE_URL: url }) },
          edits: { [config]: [['checkMs: 60_000', 'checkMs: 3_000']] },
        },
        runInProcess,
      );
      expect(run.exitCode, run.stdout).toBe(3);
      expect(reasonOf(run, 'databases/migrations')).toContain(`postgres://127.0.0.1:${port}/event_api_production`);
      expect(run.stdout).toMatch(says);
    },
  );
});

const whole: EventApiFault = { story: 'bad input', caughtBy: [], exitCode: 78 };

function reasonOf({ verdict }: Run, check: string): string | undefined {
  return verdict?.parts.specs?.outcomes.find((outcome) => outcome.check === check)?.reason;
}

/** Listens on a free port of 127.0.0.1 until the test ends. */
async function listen(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
