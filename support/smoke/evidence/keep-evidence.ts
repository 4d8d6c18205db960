import { cp, mkdtempDisposable, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { temporaryPrefix } from '../../files/temporary-folder.ts';
import { findSecrets, redact } from '../../redaction/redact.ts';
import { scanFiles } from '../../redaction/scan-files.ts';
import { readZip, writeZip } from '../../redaction/zip-entries.ts';
import { withinTime } from '../watch/within-time.ts';
import { harOfTrace } from './har-of-trace.ts';
import { redactText } from './redact-capture.ts';
import { redactArchive } from './redact-file.ts';
import { registerRecorded } from './register-recorded.ts';
import { shownText } from './shown-text.ts';
import { registerStored } from './watch-credentials.ts';

const timeoutMs = 5_000;

/**
 * Keeps evidence of a failing page, without credentials: its trace, its requests as a HAR, its HTML, its text and a screenshot. Everything
 * is written to a private folder and scanned before it is moved; if the scan finds anything, nothing is kept.
 *
 * @param directory the target folder; what an earlier run left there is removed
 * @returns the files that were kept
 * @throws Error if the scan finds a secret, or something cannot be opened
 */
export async function keepEvidence(tab: Page, directory: string): Promise<string[]> {
  const context = tab.context();
  if (!(await within(registerStored(context).then(() => true))))
    throw new Error('the browser did not report what the page stores, so its secrets cannot be redacted');
  // The raw trace stays in a private folder.
  await using raw = await mkdtempDisposable(temporaryPrefix('raw'));
  await using draft = await mkdtempDisposable(temporaryPrefix('evidence'));
  const to = (name: string) => path.join(draft.path, name);
  const archive = path.join(raw.path, 'trace.zip');
  if (await within(context.tracing.stopChunk({ path: archive }).then(() => true))) {
    const recorded = await readFile(archive);
    registerRecorded(await readZip(recorded));
    const trace = await redactArchive(recorded);
    await writeZip(to('trace.zip'), trace);
    await writeFile(to('requests.har'), redactText(harOfTrace(trace)), { mode: 0o600 });
    // A page may fail a second check, so recording continues.
    await context.tracing.startChunk();
  }
  const html = await within(tab.content());
  if (html !== undefined) await writeFile(to('page.html'), redactText(html), { mode: 0o600 });
  const text = await within(tab.locator('body').innerText({ timeout: timeoutMs }));
  if (text !== undefined) await writeFile(to('page.txt'), redact(text), { mode: 0o600 });
  const shown = await within(shownText(tab));
  // A picture cannot be redacted: none is taken of a page that shows a secret, or whose text cannot be read.
  if (shown !== undefined && findSecrets(shown).length === 0) {
    const picture = await within(tab.screenshot({ timeout: timeoutMs }));
    if (picture) await writeFile(to('screenshot.png'), picture, { mode: 0o600 });
  }
  const [leak] = await scanFiles(draft.path);
  if (leak) throw new Error(`${path.basename(leak.file)} was not kept: ${leak.reason}`);
  await rm(directory, { recursive: true, force: true });
  await cp(draft.path, directory, { recursive: true });
  return (await readdir(directory)).sort().map((name) => path.join(directory, name));
}

/** A page that crashed or does not answer has nothing to keep; the finding says so already. */
async function within<Value>(question: Promise<Value>): Promise<Value | undefined> {
  return withinTime(
    question.catch(() => undefined),
    timeoutMs,
  );
}
