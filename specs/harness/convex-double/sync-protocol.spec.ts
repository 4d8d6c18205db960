import { queryGeneric } from 'convex/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConvexDouble, startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { decodeTimestamp, encodeTimestamp } from '../../../fixtures/twin/convex/sync/messages.ts';
import { firstCompany, post, queryValue } from './convex-http.ts';
import { DEV, PROD } from './prod-options.ts';
import { connectPeer } from './sync-peer.ts';

let prod: ConvexDouble;
let site: string;

beforeAll(async () => {
  prod = await startConvexDouble({
    ...PROD,
    replaced: { 'values/constant:seven': queryGeneric(() => 7) },
  });
  site = (await firstCompany(prod)).siteId;
});

afterAll(async () => {
  await prod[Symbol.asyncDispose]();
});

const watch = (queryId: number, udfPath: string, args: object = {}): object => ({
  type: 'Add',
  queryId,
  udfPath,
  args: [args],
});
const modify = (baseVersion: number, ...modifications: object[]): object => ({
  type: 'ModifyQuerySet',
  baseVersion,
  newVersion: baseVersion + 1,
  modifications,
});
const createIncident = (requestId: number, title: string): object => ({
  type: 'Mutation',
  requestId,
  udfPath: 'incidents/create:createIncident',
  args: [{ siteId: site, title, description: '', severity: 'low' }],
});
const incidentCount = async (): Promise<number> =>
  (await queryValue<object[]>(prod, 'incidents/list:listSiteIncidents', { siteId: site })).length;

describe('the sync protocol', () => {
  it('a timestamp is eight bytes, least significant first', () => {
    expect(encodeTimestamp(1n)).toBe('AQAAAAAAAAA=');
    expect(decodeTimestamp(encodeTimestamp(2n ** 63n + 5n))).toBe(2n ** 63n + 5n);
  });

  it('each transition starts where the one before ended, and time only grows', async () => {
    using peer = await connectPeer(prod);
    peer.send({ type: 'Event', eventType: 'ClientConnect', event: [] });
    peer.send({ type: 'Authenticate', baseVersion: 0, tokenType: 'Admin', value: PROD.adminKey });
    peer.send(modify(0, watch(0, '_system/cli/queryEnvironmentVariables:default'), watch(1, 'no/such:query')));
    peer.send(modify(1, { type: 'Remove', queryId: 0 }));
    const [authenticated, added, removed] = [await peer.next(), await peer.next(), await peer.next()];
    expect(authenticated).toMatchObject({
      type: 'Transition',
      startVersion: { querySet: 0, identity: 0, ts: 'AAAAAAAAAAA=' },
      endVersion: { querySet: 0, identity: 1 },
      modifications: [],
    });
    expect(added).toMatchObject({
      endVersion: { querySet: 1, identity: 1 },
      modifications: [
        { type: 'QueryUpdated', queryId: 0, logLines: [], journal: null },
        { type: 'QueryFailed', queryId: 1, logLines: [], journal: null },
      ],
    });
    expect(removed).toMatchObject({ modifications: [{ type: 'QueryRemoved', queryId: 0 }] });
    if (authenticated.type !== 'Transition' || added.type !== 'Transition' || removed.type !== 'Transition') {
      throw new Error('Expected three transitions.');
    }
    expect(added.startVersion).toEqual(authenticated.endVersion);
    expect(removed.startVersion).toEqual(added.endVersion);
    const times = [authenticated, added, removed].map(({ endVersion }) => decodeTimestamp(endVersion.ts));
    expect(times).toEqual([...new Set(times)].sort((one, other) => (one < other ? -1 : 1)));
    expect(JSON.stringify(added)).not.toContain('errorData');
  });

  it('after a mutation only the queries whose result changed are sent', async () => {
    using watcher = await connectPeer(prod);
    watcher.send(
      modify(0, watch(0, 'incidents/list:listSiteIncidents', { siteId: site }), watch(1, 'values/constant:seven')),
    );
    await watcher.next();
    using writer = await connectPeer(prod);
    writer.send(createIncident(0, 'Only this changed'));
    const response = await writer.next();
    const ownTransition = await writer.next();
    const seen = await watcher.next();
    expect(response).toMatchObject({ type: 'MutationResponse', requestId: 0, success: true });
    expect(ownTransition).toMatchObject({ type: 'Transition', modifications: [] });
    if (response.type !== 'MutationResponse' || !response.success || ownTransition.type !== 'Transition') {
      throw new Error('Expected a successful mutation and a transition.');
    }
    expect(decodeTimestamp(ownTransition.endVersion.ts)).toBeGreaterThanOrEqual(decodeTimestamp(response.ts));
    expect(seen).toMatchObject({ modifications: [{ type: 'QueryUpdated', queryId: 0 }] });
    expect((seen as { modifications: object[] }).modifications).toHaveLength(1);
  });

  it('a mutation that a client sends again after reconnecting is answered and not repeated', async () => {
    const sessionId = crypto.randomUUID();
    const before = await incidentCount();
    using first = await connectPeer(prod, sessionId);
    first.send(createIncident(7, 'Once'));
    const answer = await first.next();
    first[Symbol.dispose]();
    using second = await connectPeer(prod, sessionId);
    second.send(createIncident(7, 'Once'));
    expect(await second.next()).toEqual(answer);
    using stranger = await connectPeer(prod);
    stranger.send(createIncident(7, 'Of another session'));
    await stranger.next();
    expect(await incidentCount()).toBe(before + 2);
  });

  it('a mutation that failed is run again', async () => {
    const sessionId = crypto.randomUUID();
    using peer = await connectPeer(prod, sessionId);
    peer.send(createIncident(0, ' '));
    const one = await peer.next();
    peer.send(createIncident(0, 'Now with a title'));
    expect(one).toMatchObject({ type: 'MutationResponse', success: false });
    expect(await peer.next()).toMatchObject({ type: 'MutationResponse', success: true });
  });

  it('an action answers without a transition', async () => {
    using peer = await connectPeer(prod);
    peer.send({ type: 'Action', requestId: 3, udfPath: 'incidents/summarise:summariseSite', args: [{ siteId: site }] });
    expect(await peer.next()).toMatchObject({
      type: 'ActionResponse',
      requestId: 3,
      success: true,
      result: { siteId: site },
    });
  });

  it('a change of variables reaches a subscription, and so does a mutation over HTTP', async () => {
    using peer = await connectPeer(prod);
    peer.send({ type: 'Authenticate', baseVersion: 0, tokenType: 'Admin', value: PROD.adminKey });
    peer.send(modify(0, watch(0, '_system/cli/queryEnvironmentVariables:get', { name: 'FLAG' })));
    await peer.next();
    await peer.next();
    await post(prod, '/api/update_environment_variables', { changes: [{ name: 'FLAG', value: 'on' }] }, PROD.adminKey);
    expect(await peer.next()).toMatchObject({ modifications: [{ value: { name: 'FLAG', value: 'on' } }] });
  });
});

describe('what the sync protocol refuses', () => {
  it('the key of another deployment gets an AuthError, and the socket closes', async () => {
    using peer = await connectPeer(prod);
    peer.send({ type: 'Authenticate', baseVersion: 0, tokenType: 'Admin', value: DEV.adminKey });
    expect(await peer.next()).toEqual({
      type: 'AuthError',
      error: 'The provided admin key was invalid for this instance',
      baseVersion: 0,
      authUpdateAttempted: true,
    });
    await peer.closed;
  });

  it('a token that is none gets an AuthError', async () => {
    using peer = await connectPeer(prod);
    peer.send({ type: 'Authenticate', baseVersion: 0, tokenType: 'User', value: 'no token' });
    expect(await peer.next()).toMatchObject({ type: 'AuthError', authUpdateAttempted: true });
    await peer.closed;
  });

  it.for([
    ['a message of no known type', { type: 'Subscribe' }],
    ['a query set based on another version', modify(3)],
    [
      'a second Connect',
      { type: 'Connect', sessionId: crypto.randomUUID(), connectionCount: 1, lastCloseReason: null },
    ],
    ['the removal of a query that is not there', modify(0, { type: 'Remove', queryId: 9 })],
  ] as const)('%s ends the session', async ([, message]) => {
    using peer = await connectPeer(prod);
    peer.send(message);
    expect(await peer.next()).toMatchObject({ type: 'FatalError' });
    await peer.closed;
  });

  it('a socket anywhere else is not upgraded', async () => {
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(`${prod.url.replace('http', 'ws')}/elsewhere`);
    const cause = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(cause.message).toContain('404');
  });
});
