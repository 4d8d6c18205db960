import { describe, expect, test } from 'vitest';
import { refusalOfSlack, refusalOfWebhook } from '../../../../support/report/notify/accepted.ts';

const answer = (text: string, status = 200, contentType = 'application/json') => ({ text, status, contentType });
const login = answer('<!doctype html><title>Sign in</title>', 200, 'text/html');

describe('Slack took a message', () => {
  test.each([answer('ok', 200, 'text/html'), answer('ok\n'), answer('{"ok":true}')])(
    'where it answers $text',
    (each) => {
      expect(refusalOfSlack(each)).toBeUndefined();
    },
  );

  test.each([
    answer('{"ok":false,"error":"channel_is_archived"}'),
    answer('{"ok":"false"}'),
    login,
    answer(''),
    answer('{}'),
    answer('null'),
    answer('ok', 410),
    answer('ok', 302),
  ])('not where it answers $status $text', (each) => {
    expect(refusalOfSlack(each)).toContain(`status ${each.status}`);
  });
});

describe('a webhook took a message', () => {
  test.each([
    answer('', 204),
    answer('ok'),
    answer('1'),
    answer('{"id":7,"error":null,"errors":[]}', 201),
    answer('{"status":"ok","success":true}'),
    answer('[]'),
    answer('null'),
    answer('OK', 200, 'text/html; charset=UTF-8'),
    answer('Accepted', 200, 'text/plain'),
    answer('{"status":"success","message":"Event processed","dedup_key":"x"}', 202),
    answer('{"code":0,"msg":"success","data":{}}'),
    answer('{"errcode":0,"errmsg":"ok"}'),
    answer('{"StatusCode":0,"StatusMessage":"success"}'),
    answer('{"code":200,"message":"sent"}'),
    answer('{"id":"1","type":0,"content":"a link failed","channel_id":"2"}'),
    answer('{"result":"Request will be processed","took":0.1}', 202),
    answer('{"name":"spaces/a/messages/b","text":"1 critical check failed"}'),
    answer('{"message":"Workflow was started"}'),
    answer('{"success":1,"failure":0}'),
    answer('{"error":"none","errors":0}'),
    answer('Received, no errors.', 200, 'text/plain'),
    answer('{"result":"success","entity_id":"airlock"}'),
    answer('{"result":"success","msg":"","id":42}'),
    answer('{"ok":true,"result":{"message_id":7,"text":"1 critical check failed","chat":{"id":-1,"type":"group"}}}'),
    answer('{"status":"success","id":"a","request_id":"b","attempt":"c"}'),
    answer('Congratulations! You have fired the airlock event', 200, 'text/html; charset=utf-8'),
    answer('{"text":"Success","code":0}'),
    answer('{"status":1,"request":"647d2300"}'),
    answer('{"status":"ok","event":{"title":"a check failed","text":"denied","id":5}}', 202),
    answer('<?xml version="1.0"?><PublishResponse><MessageId>7</MessageId></PublishResponse>', 200, 'text/xml'),
  ])('where it answers $status $text', (each) => {
    expect(refusalOfWebhook(each)).toBeUndefined();
  });

  test.each([
    login,
    answer(' <html>'),
    answer('{"ok":false}'),
    answer('{"success":"false"}'),
    answer('{"status":"error"}'),
    answer('{"status":403}'),
    answer('{"error":"no such channel"}'),
    answer('{"errors":[{"message":"x"}]}'),
    answer(
      'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429',
      200,
      'text/plain',
    ),
    answer('Sign in <a href="/login">here</a>', 200, 'text/html'),
    answer('{"code":19001,"msg":"param invalid: incoming webhook access token invalid"}'),
    answer('{"errcode":310000,"errmsg":"keywords not in content"}'),
    answer('{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked"}'),
    answer('{"message":"Unknown Webhook","code":10015}'),
    answer('{"status":"invalid event","message":"Event object is invalid"}'),
    answer('{"status":"404","detail":"no such hook"}'),
    answer('{"Success":false}'),
    answer('{"is_success":0}'),
    answer('{"result":{"ok":false}}'),
    answer('[{"success":false}]'),
    answer('{"data":null,"errors":[{"message":"x"}]}'),
    answer('{"success":0,"failure":1}'),
    answer('"error"'),
    answer('false'),
    answer('invalid_token', 200, 'text/plain'),
    answer('no_service', 200, 'text/plain'),
    answer('{"result":"failure","message":"API key not found"}'),
    answer('{"result":"error","msg":"Invalid API key","code":"BAD_REQUEST"}'),
    answer('{"errorMessage":"Cannot read properties of undefined","errorType":"TypeError","trace":[]}'),
    answer('{"message":"Workflow is not active: webhook not found"}'),
    answer('{"status":"disabled"}'),
    answer('{"status":"ignored","reason":"no matching integration"}'),
    answer('{"state":"timed out"}'),
    answer('{"status":"unsuccessful"}'),
    answer('{"result":{"status":"bad_request"}}'),
    answer('Ignored.', 200, 'text/plain'),
    answer('<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>denied</Message></Error>', 200, 'text/xml'),
    answer('<?xml version="1.0"?><!DOCTYPE html><html><body>Sign in</body></html>', 200, 'application/xhtml+xml'),
    answer('', 500),
  ])('not where it answers $status $text', (each) => {
    expect(refusalOfWebhook(each)).toContain(`status ${each.status}`);
  });
});
