import { headlinesOf, isBarePage } from '../../http/index.ts';

/** Pages that a server, a host or a registrar shows where no site is: told by their title or by what only they load. */
const placeholders: readonly { what: string; title?: RegExp; text?: RegExp }[] = [
  {
    what: 'the default page of a web server',
    title:
      /^(?:welcome to (?:nginx|openresty|tengine|caddy|centos|litespeed)\b|apache2? .*(?:default|test) page|(?:apache |nginx |http )?(?:http )?server test page|test page for the |iis windows(?: server)?$|iis\d+$|caddy works|default web site page|web server's default page|domain default page)/i,
    text: /^\s*(?:<html>\s*<body>\s*)?<h1>\s*It works!\s*<\/h1>/i,
  },
  { what: 'a list of files', title: /^(?:index of|directory listing (?:for|of)|listing directory) ?\//i },
  {
    what: 'the page of a host on which nothing was deployed',
    title:
      /^(?:nothing is here yet|there is nothing here yet|welcome to firebase hosting|microsoft azure (?:app service|web app)\b.*|azure static web apps? - welcome|heroku \| welcome|your azure function app is up and running|site not found|404: not_found$|page not found · github pages|no such app$)/i,
  },
  {
    what: 'the page of a suspended account',
    title:
      /^(?:account suspended|this account has been suspended|site suspended|website suspended|konto gesperrt|compte suspendu|cuenta suspendida)/i,
  },
  {
    what: 'a parked domain',
    title:
      /(?:this )?domain(?: name)? (?:is |may be |has )?(?:for sale|parked|expired)|^parked (?:domain|page)|(?:diese )?domain (?:steht zum verkauf|ist geparkt|ist abgelaufen|zu verkaufen)|domaine (?:est )?(?:à vendre|expiré|en parking)|dominio (?:está )?(?:en venta|aparcado|estacionado|caducado)|domínio (?:está )?(?:à venda|estacionado)|dominio (?:è )?(?:in vendita|parcheggiato|scaduto)|домен (?:продаётся|продается|припаркован)|ドメイン(?:は)?(?:販売中|お名前)/i,
    text: /\b(?:sedoparking|parkingcrew|bodis|parklogic)\.(?:com|net)\/|location\.href\s*=\s*["']\/lander["']/i,
  },
];

/** What is shown in the place of the site; undefined for every other page. An app that speaks of such pages is none. */
export function placeholderOf(body: string): string | undefined {
  const headlines = headlinesOf(body);
  const isBare = isBarePage(body);
  const found = placeholders.find(({ what, title, text }) => {
    // A default page of Apache is long; a parked domain loads the scripts of its advertisements.
    const isTitled = title?.test(headlines[0] ?? '') === true;
    if (what === 'a parked domain') return (isTitled && (isBare || text?.test(body))) || (isBare && text?.test(body));
    return isTitled || (isBare && text?.test(body) === true);
  });
  return found?.what;
}
