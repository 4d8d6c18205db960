import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';

/** A call of a Convex function by a page, and its outcome so far. */
export interface ConvexCall {
  kind: 'query' | 'mutation' | 'action';
  /** As sent: `sites/list:listCompanySites`. */
  path: string;
  outcome: 'pending' | 'answered' | 'failed';
  /** The deployment's error message, if it failed. */
  error?: string;
}

const ClientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ModifyQuerySet'),
    modifications: z.array(
      z.union([
        z.object({ type: z.literal('Add'), queryId: z.number(), udfPath: z.string() }),
        z.object({ type: z.literal('Remove'), queryId: z.number() }),
      ]),
    ),
  }),
  z.object({ type: z.literal('Mutation'), requestId: z.number(), udfPath: z.string() }),
  z.object({ type: z.literal('Action'), requestId: z.number(), udfPath: z.string() }),
]);

const RequestAnswer = { requestId: z.number(), success: z.boolean(), result: z.unknown() };
const ServerMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('Transition'),
    modifications: z.array(
      z.object({ type: z.string(), queryId: z.number().optional(), errorMessage: z.string().optional() }),
    ),
  }),
  z.object({
    type: z.literal('TransitionChunk'),
    chunk: z.string(),
    partNumber: z.int(),
    totalParts: z.int(),
  }),
  z.object({ type: z.literal('MutationResponse'), ...RequestAnswer }),
  z.object({ type: z.literal('ActionResponse'), ...RequestAnswer }),
]);

/**
 * Follows the messages of one sync WebSocket and records the calls made over it. Other message types and text that is not JSON
 * are ignored: a page may use WebSockets that are not Convex's.
 * Source of the wire format: convex-js, src/browser/sync/protocol.ts.
 */
export class SyncSocketCalls {
  readonly calls: ConvexCall[] = [];
  #queries = new Map<number, ConvexCall>();
  #requests = new Map<number, ConvexCall>();
  #chunks = '';

  /** Records a message that the page sent. */
  sent(text: string): void {
    const message = ClientMessage.safeParse(jsonIn(text)).data;
    if (!message) return;
    if (message.type !== 'ModifyQuerySet') {
      const kind = message.type === 'Mutation' ? 'mutation' : 'action';
      this.#requests.set(message.requestId, this.#add(kind, message.udfPath));
      return;
    }
    for (const change of message.modifications) {
      if (change.type === 'Add') this.#queries.set(change.queryId, this.#add('query', change.udfPath));
      else this.#settle(this.#queries.get(change.queryId));
    }
  }

  /** Records a message that the deployment sent. */
  received(text: string): void {
    const message = ServerMessage.safeParse(jsonIn(text)).data;
    if (!message) return;
    if (message.type === 'TransitionChunk') {
      // A large transition arrives as consecutive slices of its JSON text.
      this.#chunks = message.partNumber === 0 ? message.chunk : this.#chunks + message.chunk;
      if (message.partNumber === message.totalParts - 1) this.received(this.#chunks);
      return;
    }
    if (message.type !== 'Transition') {
      const call = this.#requests.get(message.requestId);
      this.#settle(call, message.success ? undefined : String(message.result));
      return;
    }
    for (const { type, queryId, errorMessage } of message.modifications) {
      const call = queryId === undefined ? undefined : this.#queries.get(queryId);
      this.#settle(call, type === 'QueryFailed' ? (errorMessage ?? 'no message') : undefined);
    }
  }

  #add(kind: ConvexCall['kind'], path: string): ConvexCall {
    const call: ConvexCall = { kind, path, outcome: 'pending' };
    this.calls.push(call);
    return call;
  }

  /** A failure is kept even if a later answer succeeds: the user saw it. */
  #settle(call: ConvexCall | undefined, error?: string): void {
    if (!call || call.outcome === 'failed') return;
    call.outcome = error === undefined ? 'answered' : 'failed';
    if (error !== undefined) call.error = error;
  }
}
