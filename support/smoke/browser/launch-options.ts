/** Playwright's `launch` options for the Chromium that was found. */
export interface ChromiumLaunchOptions {
  executablePath: string;
  headless: true;
  args: string[];
}

/**
 * Launch options for the Chromium at `executablePath`: headless, and without background traffic, so that all requests come from
 * the page. The sandbox is disabled only as root, where Chromium refuses to start with it.
 */
export function chromiumLaunchOptions(
  executablePath: string,
  isRoot: boolean = process.getuid?.() === 0,
): ChromiumLaunchOptions {
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // An answer that Airlock hands to the page comes from no address space, and may then load nothing from this machine.
    '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
  ];
  return { executablePath, headless: true, args: isRoot ? ['--no-sandbox', ...args] : args };
}
