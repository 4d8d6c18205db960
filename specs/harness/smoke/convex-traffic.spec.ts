import { expect, test } from 'vitest';
import { SyncSocketCalls } from '../../../support/smoke/watch/convex-traffic.ts';
import fc from '../property.ts';

const path = 'sites/list:listCompanySites';
const add = (queryId: number, udfPath = path) => ({ type: 'Add', queryId, udfPath, args: [{}] });
const ask = (...modifications: unknown[]) =>
  JSON.stringify({ type: 'ModifyQuerySet', baseVersion: 0, newVersion: 1, modifications });
const transition = (...modifications: unknown[]) => JSON.stringify({ type: 'Transition', modifications });

test('a query is pending until the deployment answers it', () => {
  const socket = new SyncSocketCalls();
  socket.sent(ask(add(0)));
  expect(socket.calls).toEqual([{ kind: 'query', path, outcome: 'pending' }]);
  socket.received(transition({ type: 'QueryUpdated', queryId: 0, value: [] }));
  expect(socket.calls).toEqual([{ kind: 'query', path, outcome: 'answered' }]);
});

test('a query that failed stays failed, also when it is answered well later', () => {
  const socket = new SyncSocketCalls();
  socket.sent(ask(add(0)));
  socket.received(transition({ type: 'QueryFailed', queryId: 0, errorMessage: 'Server Error' }));
  socket.received(transition({ type: 'QueryUpdated', queryId: 0, value: [] }));
  expect(socket.calls).toEqual([{ kind: 'query', path, outcome: 'failed', error: 'Server Error' }]);
});

test('a query that the page gives up is not waited for', () => {
  const socket = new SyncSocketCalls();
  socket.sent(ask(add(0)));
  socket.sent(ask({ type: 'Remove', queryId: 0 }));
  expect(socket.calls.filter(({ outcome }) => outcome === 'pending')).toEqual([]);
});

test('mutations and actions are matched to their answers by request', () => {
  const socket = new SyncSocketCalls();
  socket.sent(JSON.stringify({ type: 'Mutation', requestId: 0, udfPath: 'a:b', args: [{}] }));
  socket.sent(JSON.stringify({ type: 'Action', requestId: 1, udfPath: 'c:d', args: [{}] }));
  socket.received(JSON.stringify({ type: 'ActionResponse', requestId: 1, success: true, result: 7 }));
  socket.received(JSON.stringify({ type: 'MutationResponse', requestId: 0, success: false, result: 'Server Error' }));
  expect(socket.calls).toEqual([
    { kind: 'mutation', path: 'a:b', outcome: 'failed', error: 'Server Error' },
    { kind: 'action', path: 'c:d', outcome: 'answered' },
  ]);
});

test('a transition in slices counts as a whole one, however it is cut', () => {
  const whole = transition({ type: 'QueryUpdated', queryId: 0, value: 'é'.repeat(20) });
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: whole.length }), { maxLength: 5 }), (cuts) => {
      const edges = [0, ...cuts.sort((one, other) => one - other), whole.length];
      const slices = edges.slice(1).map((end, index) => whole.slice(edges[index], end));
      const socket = new SyncSocketCalls();
      socket.sent(ask(add(0)));
      for (const [partNumber, chunk] of slices.entries()) {
        expect(socket.calls[0]?.outcome).toBe('pending');
        const totalParts = slices.length;
        socket.received(JSON.stringify({ type: 'TransitionChunk', chunk, partNumber, totalParts, transitionId: 't' }));
      }
      expect(socket.calls[0]?.outcome).toBe('answered');
    }),
  );
});

test('text of any other kind passes unnoticed', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const socket = new SyncSocketCalls();
      socket.sent(text);
      socket.received(text);
      expect(socket.calls).toEqual([]);
    }),
  );
});
