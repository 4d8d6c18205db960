import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import type { ServerMessage } from '../../../fixtures/twin/convex/sync/messages.ts';

/** A client that speaks the sync protocol frame by frame. */
export interface SyncPeer extends Disposable {
  send(message: unknown): void;
  /** The next message of the server that is not Ping. @throws when none comes within five seconds. */
  next(): Promise<ServerMessage>;
  /** Resolves when the server has closed the socket. */
  closed: Promise<void>;
}

const ANSWER_WITHIN_MS = 5_000;

/** Opens a socket and sends Connect. @param sessionId the same one at each connection of one client */
export async function connectPeer(double: ConvexDouble, sessionId: string = crypto.randomUUID()): Promise<SyncPeer> {
  const socket = new WebSocket(`${double.url.replace('http', 'ws')}/api/1.48.0/sync`);
  const received: ServerMessage[] = [];
  const waiting: ((message: ServerMessage) => void)[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as ServerMessage;
    if (message.type !== 'Ping') {
      const waiter = waiting.shift();
      waiter === undefined ? received.push(message) : waiter(message);
    }
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'open');
  const send = (message: unknown): void => socket.send(JSON.stringify(message));
  send({ connectionCount: 0, lastCloseReason: 'InitialConnect', clientTs: Date.now(), type: 'Connect', sessionId });
  return {
    send,
    closed,
    next: async () => {
      const message = received.shift();
      if (message !== undefined) {
        return message;
      }
      const { promise, resolve, reject } = Promise.withResolvers<ServerMessage>();
      const deadline = setTimeout(
        () => reject(new Error(`Expected a message within ${ANSWER_WITHIN_MS} ms, received none.`)),
        ANSWER_WITHIN_MS,
      );
      waiting.push(resolve);
      return await promise.finally(() => clearTimeout(deadline));
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
}
