import { describe, expect, test } from 'vitest';
import { frontOfPage } from '../../../support/http/index.ts';

const what = (status: number, body: string, headers: Record<string, string> = {}) =>
  frontOfPage({ status, headers: new Headers(headers), body, url: 'https://app.acme.test/' })?.what;

describe('a maintenance page is told in', () => {
  test.each([
    ['German', 503, '<h1>Wartungsarbeiten</h1>'],
    ['German, of the site', 200, '<h1>Unsere Website ist derzeit in Wartung</h1>'],
    ['French', 200, '<title>Maintenance en cours</title><h1>Nous revenons bientôt</h1>'],
    ['French, of the site', 503, '<h1>Site en maintenance</h1>'],
    ['Spanish', 200, '<h1>Sitio en mantenimiento</h1>'],
    ['Portuguese', 200, '<h1>Em manutenção</h1>'],
    ['Italian', 503, '<h1>Sito in manutenzione</h1>'],
    ['Dutch', 200, '<title>Onderhoud</title><p>We zijn zo terug</p>'],
    ['Polish', 200, '<title>Przerwa techniczna</title>'],
    ['Russian', 503, '<h1>Ведутся технические работы</h1>'],
    ['Japanese', 503, '<h1>ただいまメンテナンス中です</h1>'],
    ['Chinese', 200, '<h1>系统维护中</h1>'],
    ['Korean', 200, '<h1>시스템 점검 안내</h1>'],
    ['English, below styles', 200, `<style>${'a{} '.repeat(2_000)}</style><h1>We&#8217;ll be back soon!</h1>`],
    ['English, within an element of the heading', 200, '<h1><span>We are under maintenance</span></h1>'],
  ])('%s', (_language, status, body) => expect(what(status, body)).toBe(`a maintenance page (status ${status})`));
});

describe('a page of the network is told:', () => {
  const blocks = 'a block page of this network';
  const signsIn = 'the sign-in of a network';
  test.each([
    [
      'a filter in German',
      403,
      '<title>Zugriff verweigert</title><p>Diese Seite wurde gemäß der Richtlinie Ihres Unternehmens gesperrt.</p>',
      blocks,
    ],
    [
      'a filter in German that says 200',
      200,
      '<title>Seite gesperrt</title><p>Gesperrt vom Webfilter. Kategorie: Hosting</p>',
      blocks,
    ],
    ['a filter in French', 403, '<title>Accès bloqué</title><p>Bloqué par la politique de sécurité.</p>', blocks],
    [
      'a filter in Spanish',
      403,
      '<h1>Página bloqueada</h1><p>Bloqueada por la política de la empresa. Contacte al administrador.</p>',
      blocks,
    ],
    ['a portal in German', 200, '<title>WLAN-Anmeldung</title><form action="/login"></form>', signsIn],
    ['a portal in French', 200, '<title>Hôtel du Lac - Portail captif</title><form></form>', signsIn],
    ['a portal in Spanish', 200, '<title>Portal cautivo</title><form></form>', signsIn],
    [
      'a meta element with its content first',
      200,
      '<meta content="0;url=https://portal.hotel.test/" http-equiv="refresh">',
      signsIn,
    ],
    [
      'a meta element with quotes inside',
      200,
      `<META http-equiv="refresh" content="1; URL='https://wifi.hotel.test/x'">`,
      signsIn,
    ],
    [
      'a script that leads on',
      200,
      '<script>window.location.replace("http://captive.airport.test/")</script>',
      signsIn,
    ],
    [
      'a script that leads to an address of the network',
      200,
      "<script>top.location.href='http://192.168.1.1:8002/index.php?zone=guest';</script>",
      signsIn,
    ],
  ])('%s', (_name, status, body, told) => expect(what(status, body)).toContain(told));

  test('a redirect to an address of the network', () => {
    expect(what(302, '', { location: 'http://10.10.0.1/login.html?redirect=app.acme.test' })).toContain(signsIn);
  });
});

describe('a page of the site itself is none of them:', () => {
  test.each([
    ['a heating engineer', 200, '<title>Wartung und Service</title><h1>Wartung Ihrer Heizung</h1>'],
    ['a firm for boilers', 200, '<title>Maintenance de chaudières à Lyon</title><h1>Maintenance</h1>'],
    ['a profession', 200, '<title>Emploi</title><h1>Technicien en maintenance</h1>'],
    ['a gardener', 200, '<title>Onderhoud van uw tuin</title><h1>Tuinonderhoud</h1>'],
    [
      'an article about blocked sites',
      200,
      `<title>Site blocked? How to fix it</title>${'word '.repeat(900)}<a>Privacy policy</a>`,
    ],
    [
      'a help page',
      200,
      '<title>Access blocked - Help</title><a>Privacy policy</a><div id="root"></div><script src="/a.js"></script>',
    ],
    ['a firm that sells portals', 200, '<title>Guest Wi-Fi for hotels</title><h1>Captive portals made easy</h1><form>'],
    ['a refusal by the app', 403, '<title>Access denied</title><p>Ask your administrator for the role.</p>'],
    ['a page that leads on within the site', 200, `<meta content="0; url='/en/'" http-equiv=refresh>`],
    ['a page that leads to www', 200, `<meta http-equiv=refresh content="0; url='https://www.acme.test/'">`],
    [
      'a page that leads to the portal of its firm',
      200,
      `<script>location.href = 'https://portal.acme.test/'</script>`,
    ],
  ])('%s', (_name, status, body) => expect(what(status, body)).toBeUndefined());
});
