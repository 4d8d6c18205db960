import { expect, test } from 'vitest';
import { takingOf } from '../../../support/platforms/worker/taking.ts';
import { sampleWorker } from './sample-worker.ts';

const worker = sampleWorker();
const said = (text: string) => takingOf({ status: 200, text }, worker);

test.each([
  ['{"success":"true"}'],
  ['{"success":1}'],
  ['{"data":{"success":true}}'],
  ['{"data":{"id":"x"}}'],
  ['{"status":"queued"}'],
  ['{"code":0,"msg":"success"}'],
  ['{"accepted":1,"rejected":0}'],
  ['{"rejected":[],"error":{}}'],
  ['{"success":true,"message":"Log suppressed (quota of noise exceeded)"}'],
  ['{"success":true,"remaining_quota":{},"trace_id":7,"rate_limited":false}'],
  ['{"items":[{"status":201}],"errors":false}'],
  ['"ok"'],
  ['stored'],
])('%s says that a log was taken', (text) => {
  expect(said(text)).toBe('taken');
});

test.each([
  ['{"success":"false"}'],
  ['{"isSuccess":false}'],
  ['{"ok":0}'],
  ['{"ok":true,"stored":false}'],
  ['{"data":{"success":false}}'],
  ['{"success":true,"results":[{"success":false}]}'],
  ['{"accepted":0,"rejected":1}'],
  ['{"dropped":1}'],
  ['{"status":"dropped"}'],
  ['{"result":"error"}'],
  ['{"statusCode":500}'],
  ['{"code":429,"msg":"slow down"}'],
  ['{"type":"about:blank","title":"Bad","status":400}'],
  ['{"data":null,"errors":[{"message":"x"}]}'],
  ['{"message":"Internal Server Error"}'],
  ['{"message":"rate limit exceeded"}'],
  ['[{"status":"error"}]'],
  ['{"code":"RATE_LIMITED"}'],
  ['{"rate_limited":true}'],
  ['{"allowed":false}'],
  ['error: no store'],
  ['Rate limited'],
])('%s says that it was not, whatever the status', (text) => {
  expect(said(text)).toBe('refused');
});

test.each([['{"success":true,"error":"the store failed"}'], ['{"code":1001}'], ['<html>Sign in</html>']])(
  '%s says neither, or both',
  (text) => {
    expect(said(text)).toBe('unreadable');
  },
);
