import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startTwin } from '../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../fixtures/twin/write-project.ts';
import type { FigureName } from '../figure-families.ts';
import { longestChain, type RecordedRequest, recordedRequests, recordingTo } from '../recorded-requests.ts';
import { openBurst } from '../worker.ts';
import { comparePairs, type Figure } from './pairs.ts';
import { gateCommand, measureProcess, repository } from './whole-process.ts';

const latencyMs = 80;

/** What crosses a network, against the plainest way to send the same. */
export const networkFigures: Readonly<Record<FigureName<'network'>, () => Promise<Figure>>> = {
  distance: gateAtDistance,
  'in-a-row': sameRequestsInARow,
  burst: () => burst(0, 1.5),
  'burst-at-distance': () => burst(latencyMs, 1.1),
};

/** Every request of a gate at a distance, as the gate itself sends it. */
async function recordGate(configFile: string, keys: Record<string, string>, file: string): Promise<RecordedRequest[]> {
  const env = { DEPLOYMENT_CONFIG: configFile, ...keys, ...recordingTo(file) };
  await measureProcess(gateCommand('prod'), { cwd: repository, env });
  return recordedRequests(file);
}

/** From the first request to the last answer, against the longest chain of requests that depend on each other. */
async function gateAtDistance(): Promise<Figure> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  await using twin = await startTwin({ latencyMs });
  const { configFile, keys } = writeTwinProject(path.join(directory.path, 'project'), twin);
  let chain = 0;
  let ownMs = 0;

  const figure = await comparePairs({
    figure: `prod gate at ${latencyMs} ms, first request to last answer`,
    anchor: 'its longest chain of requests, each after the answer before it',
    unit: 'ms',
    aim: 1.3,
    pairs: 3,
    anchors: async () => {
      const requests = await recordGate(configFile, keys, path.join(directory.path, 'requests'));
      chain = longestChain(requests);
      ownMs = Math.max(...requests.map(({ endMs }) => endMs)) - (requests[0]?.startMs ?? 0);
      return chain * latencyMs;
    },
    ours: async () => ownMs,
  });
  return { ...figure, anchor: `${figure.anchor} (${chain} requests, of at most 9)` };
}

/** The requests of a gate's run, start included, against a script that sends them with curl, one after the other. */
async function sameRequestsInARow(): Promise<Figure> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  await using twin = await startTwin({ latencyMs });
  const { configFile, keys } = writeTwinProject(path.join(directory.path, 'project'), twin);
  const requests = await recordGate(configFile, keys, path.join(directory.path, 'requests'));
  const script = path.join(directory.path, 'in-a-row.sh');
  writeFileSync(script, requests.map(curlOf).join(''));

  const figure = await comparePairs({
    figure: `the ${requests.length} requests of a prod gate at ${latencyMs} ms, start included`,
    anchor: 'bash and curl, one request after the other',
    unit: 'ms',
    aim: 0.15,
    pairs: 3,
    ours: async () =>
      (await measureProcess(gateCommand('prod'), { cwd: repository, env: { DEPLOYMENT_CONFIG: configFile, ...keys } }))
        .wallMs,
    anchors: async () => (await measureProcess(['bash', script])).wallMs,
  });
  return figure;
}

/** A small body stands for those that the gate posts: only the time counts here, whatever is answered. */
function curlOf({ method, url }: RecordedRequest): string {
  const body = method === 'POST' ? ` -H 'content-type: application/json' -d '{"measured":true}'` : '';
  const how = method === 'HEAD' ? '-I' : `-X ${method}`;
  return `curl -s -o /dev/null --max-time 20 ${how}${body} '${url.replaceAll("'", '%27')}' || true\n`;
}

/** A hundred requests at once, against as many of a bare pool; the Worker runs in a process of its own. */
async function burst(roundTripMs: number, aim: number): Promise<Figure> {
  const served = spawn(process.execPath, [path.join(import.meta.dirname, 'serve-worker.ts'), String(roundTripMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(createInterface(served.stdout), 'line')) as [string];
    await using bursts = await openBurst((JSON.parse(line) as { url: string }).url);
    let number = 0;
    return await comparePairs({
      figure: `burst of 100 at ${roundTripMs} ms`,
      anchor: 'the same with a bare undici pool',
      unit: 'ms',
      aim,
      pairs: 15,
      warmUps: 5,
      ours: () => bursts.own(`own-${number++}`),
      anchors: () => bursts.bare(`bare-${number++}`),
    });
  } finally {
    served.stdin.end();
    await once(served, 'close');
  }
}
