import type { Page } from '@playwright/test';
import { doorOf } from '../browser/browser-door.ts';

const timeoutMs = 5_000;

/** A certificate as a server shows it, whether the browser trusts it or not. Times in ms since the epoch. */
export interface CertificateReading {
  subject: string;
  issuer: string;
  validFromMs: number;
  validToMs: number;
}

/**
 * Reads the certificate that a browser refused, in a context without cookies or scripts: the page is asked for once, and
 * nothing of it is looked at. Chromium names one reason for a refusal, and an unknown issuer hides that a certificate has expired.
 * @returns undefined where the server shows none
 */
export async function readCertificate(tab: Page, url: string): Promise<CertificateReading | undefined> {
  const proxy = doorOf(tab.context())?.proxy;
  const context = await tab
    .context()
    .browser()
    ?.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false, ...(proxy && { proxy }) });
  if (!context) return undefined;
  try {
    const page = await context.newPage();
    const response = await page.goto(url, { timeout: timeoutMs, waitUntil: 'commit' });
    const details = await response?.securityDetails();
    if (!details) return undefined;
    const { subjectName: subject = 'nobody', issuer = 'nobody', validFrom = 0, validTo = 0 } = details;
    return { subject, issuer, validFromMs: validFrom * 1000, validToMs: validTo * 1000 };
  } catch {
    // What does not open this way either has its failure told already.
    return undefined;
  } finally {
    await context.close();
  }
}

/** What a refused certificate says of itself, as a cause. */
export function describeCertificate(reading: CertificateReading, nowMs = Date.now()): string {
  const { subject, issuer, validFromMs, validToMs } = reading;
  const day = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
  const who = `the certificate of ${subject}, issued by ${issuer},`;
  if (nowMs > validToMs) return `${who} expired on ${day(validToMs)}`;
  if (nowMs < validFromMs) return `${who} is valid from ${day(validFromMs)} only`;
  return `${who} is valid until ${day(validToMs)}, so its date is not the reason`;
}
