import { chmod, mkdir, mkdtempDisposable, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { SmokeProfile } from '../../../../support/profile/index.ts';
import { forgetSecrets, registerSecret } from '../../../../support/redaction/redact.ts';
import { findBrowser } from '../../../../support/smoke/browser/browser.ts';
import { chromiumLaunchOptions } from '../../../../support/smoke/browser/launch-options.ts';
import { PageReadings } from '../../../../support/smoke/visit/page-readings.ts';
import { startTinyPages, tinyPage } from '../tiny-pages.ts';

// Playwright reads it when it is loaded: no ffmpeg of this machine is found there, and none is needed.
const tools = vi.hoisted(() => {
  const before = process.env.PLAYWRIGHT_BROWSERS_PATH;
  const directory = `${process.env.TMPDIR ?? '/tmp'}/airlock-no-tools-${process.pid}-${Date.now()}`;
  process.env.PLAYWRIGHT_BROWSERS_PATH = directory;
  return { before, directory };
});

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch(chromiumLaunchOptions((await findBrowser()).executablePath));
});
afterAll(async () => {
  await browser.close();
  await rm(tools.directory, { recursive: true, force: true });
});
afterEach(forgetSecrets);

const shown = 'made-up-shown-on-film-0018';

/** Opens a page that is found wanting, and says what is kept of it. */
async function keep(video: boolean) {
  await using server = await startTinyPages({ '/': tinyPage(`<p>${shown}</p>`) });
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'films-'));
  {
    await using readings = new PageReadings(browser, { evidence: { video } } as SmokeProfile, {
      homes: new Map([[server.url, 'the site']]),
      evidenceDirectory: directory.path,
    });
    const { openTab, withEvidence } = readings.ownTabs('journey');
    await (await openTab()).goto(server.url);
    await withEvidence([{ what: 'w', expected: 'e', received: 'r', from: ['a step'] }]);
  }
  return await readdir(path.join(directory.path, 'journey'));
}

/** A program in the place of ffmpeg: it writes what it is given to the file that it is told last. */
async function putFilmer() {
  const context = await browser.newContext({ recordVideo: { dir: tools.directory } });
  const message = await context.newPage().then(String, String);
  await context.close();
  const file = /Executable doesn't exist at (\S+)/.exec(message)?.[1];
  if (!file) throw new Error(`Playwright does not say where ffmpeg would be: ${message}`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '#!/bin/sh\nfor last; do :; done\nexec cat > "$last"\n');
  await chmod(file, 0o755);
}

test('pages that are to be filmed are not verified where nothing films, and the sentence says what to do', async () => {
  await expect(keep(true)).rejects.toThrow("Playwright's ffmpeg is not installed");
});

test('a film is kept where the profile asks for it, and not of a page that shows a secret', async () => {
  await putFilmer();
  expect(await keep(false)).not.toContain('video.webm');
  expect(await keep(true)).toContain('video.webm');
  registerSecret('SHOWN', shown);
  expect(await keep(true)).not.toContain('video.webm');
});
