import { once } from 'node:events';
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a query of the double comes to: a value, an error in the server's words, or no answer at all. */
export type QueryOutcome = { value: unknown } | { error: string } | 'silent';

export interface ScriptedConvex {
  url: string;
  /** The arguments of every query asked, by its path. */
  asked: { path: string; args: unknown }[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** The words of a deployment that lacks a function, of mid-2025. */
export function missingFunction(path: string): QueryOutcome {
  return { error: `[Request ID: 7105718e8cf0dece] Server Error\nCould not find public function for '${path}'.\n` };
}

/**
 * A Convex deployment of queries only, on 127.0.0.1, that answers what the script says. A query that the script does not know
 * is answered as a missing function.
 * Source of the wire format: convex-js, src/browser/sync/protocol.ts.
 */
export async function startScriptedConvex(script: Record<string, QueryOutcome>): Promise<ScriptedConvex> {
  const asked: ScriptedConvex['asked'] = [];
  const server = createServer((_request, response) => response.end('This Convex deployment is running.'));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => answerSocket(socket, script, asked));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The double listens on no TCP port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface SyncMessage {
  type: string;
  newVersion: number;
  modifications: { type: string; queryId: number; udfPath: string; args: unknown[] }[];
}

function answerSocket(socket: WebSocket, script: Record<string, QueryOutcome>, asked: ScriptedConvex['asked']): void {
  let version = { querySet: 0, identity: 0, ts: encodeTimestamp(0n) };
  let clock = 1n;
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString()) as SyncMessage;
    if (message.type !== 'ModifyQuerySet') return;
    const modifications = message.modifications.flatMap(({ type, queryId, udfPath, args }) => {
      if (type === 'Remove') return [{ type: 'QueryRemoved', queryId }];
      asked.push({ path: udfPath, args: args[0] });
      const outcome = script[udfPath] ?? missingFunction(udfPath);
      if (outcome === 'silent') return [];
      const answer = { queryId, logLines: [], journal: null };
      return 'value' in outcome
        ? [{ ...answer, type: 'QueryUpdated', value: outcome.value }]
        : [{ ...answer, type: 'QueryFailed', errorMessage: outcome.error }];
    });
    if (message.modifications.length > 0 && modifications.length === 0) return;
    const next = { querySet: message.newVersion, identity: 0, ts: encodeTimestamp(++clock) };
    socket.send(JSON.stringify({ type: 'Transition', startVersion: version, endVersion: next, modifications }));
    version = next;
  });
}

function encodeTimestamp(value: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes.toString('base64');
}
