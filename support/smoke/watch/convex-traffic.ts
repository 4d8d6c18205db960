import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';

/** A call of a Convex function that a page was seen to make, and how it came out so far. */
export interface ConvexCall {
  kind: 'query' | 'mutation' | 'action';
  /** As the wire has it: `sites/list:listCompanySites`. */
  path: string;
  outcome: 'pending' | 'answered' | 'failed';
  /** The deployment's words, where it failed. */
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
 * Follows the messages of one sync socket and keeps the calls made over it. Messages of other types and text that is no
 * JSON pass unnoticed: a page may talk to sockets that are not Convex.
 * Source of the wire format: convex-js, src/browser/sync/protocol.ts.
 */
export class SyncSocketCalls {
  readonly calls: ConvexCall[] = [];
  #queries = new Map<number, ConvexCall>();
  #requests = new Map<number, ConvexCall>();
  #chunks = '';

  /** Takes in what the page sent. */
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

  /** Takes in what the deployment sent. */
  received(text: string): void {
    const message = ServerMessage.safeParse(jsonIn(text)).data;
    if (!message) return;
    if (message.type === 'TransitionChunk') {
      // A transition of many megabytes comes in slices of its JSON text, in order.
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

  /** A failure is kept even if a later answer is good: the user saw it. */
  #settle(call: ConvexCall | undefined, error?: string): void {
    if (!call || call.outcome === 'failed') return;
    call.outcome = error === undefined ? 'answered' : 'failed';
    if (error !== undefined) call.error = error;
  }
}
