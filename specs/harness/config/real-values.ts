/**
 * Names and values as real teams have them, chosen for what could be mistaken: words of templates inside of brands, hosts
 * with `my` and `your`, long slugs, odd keys. Every one of them is right, and must raise no finding.
 */
const text = String.raw`
SITE_URL https://yourvoice.org
SITE_URL https://my-app.vercel.app
SITE_URL https://yoursphere.io
SITE_URL https://yourway.travel
SITE_URL https://changemakers.io
SITE_URL https://exchange-method.com
SITE_URL https://replacement-parts.de
SITE_URL https://fillmore.app
SITE_URL https://insertcoin.games
SITE_URL https://todoist.com
SITE_URL https://acme.test/todo
SITE_URL https://placeholder-studio.com
SITE_URL https://examplify.com
SITE_URL https://exemplar.health
SITE_URL https://myexample.com-store.net
SITE_URL https://xxl-shop.de
SITE_URL https://maxxx.studio
SITE_URL https://herenow.social
SITE_URL https://addhere.co
SITE_URL https://domain-driven.dev
SITE_URL https://thedomain.company
SITE_URL https://companyname.io
SITE_URL https://nullisland.earth
SITE_URL https://undefined.media
SITE_URL https://nonesuch.org
SITE_URL https://dummyhead.band
SITE_URL https://fakestreet123.com
SITE_URL https://samplefactory.audio
SITE_URL https://test-kitchen.cooking
SITE_URL https://testlab.swiss
SITE_URL https://keyhost.no
SITE_URL https://secretgarden.blog
SITE_URL https://tokenbridge.finance
SITE_URL https://passwordless.id
SITE_URL https://adminpanel.tools
SITE_URL https://key-west-tours.com
SITE_URL https://api.v2.shop.acme.co.uk
SITE_URL https://a.io
SITE_URL https://xn--mnchen-3ya.de
SITE_URL https://shop.acme.com:8443/de/
SITE_URL https://acme.com/path;v=1/x
SITE_URL https://acme.com/~user/%E2%9C%93
SITE_URL https://acme.com/search?q=a,b;c
SITE_URL https://acme.com/#/login
SITE_URL https://acme.com/(group)/page
SITE_URL https://acme.com/it's
API_ENDPOINT https://api.acme.com/v1/{tenant}/items
API_ENDPOINT https://api.acme.com/:id
API_URL https://eu.api.acme.com,https://us.api.acme.com
API_URL api.acme.internal
API_URL /api
API_URLS https://a.acme.com https://b.acme.com
WS_URL wss://live.acme.com/socket
CDN_URL //cdn.acme.com
ASSET_URL s3://acme-assets/public
IMAGE_URL data:image/png;base64,iVBORw0KGgo
APP_URL acme://open
DEEP_LINK_URL acmeapp://callback
MAGNET magnet:?xt=urn:btih:c12fe1
URN urn:isbn:0451450523
JDBC jdbc:postgresql://db.acme.com:5432/app
DATABASE_HOST db-1.acme.internal
DATABASE_PORT 5432
PORT 3000-3010
PORT 8080
DEBUG_PORT auto
PORT tcp://10.0.0.1:8080
GRPC_PORT 0
CACHE_KEY incidents-v1
SORT_KEY createdAt
PRIMARY_KEY id
FOREIGN_KEY company_id
TRANSLATION_KEY home.title
KEY_ALGORITHM RS256
MAP_KEY https://maps.acme.com/tiles
PUBLIC_KEY https://keys.acme.com/jwks.json
PARTITION_KEY tenant#region
NEXT_PUBLIC_KEY_PREFIX app_
REDIS_PREFIX acme_
CACHE_PREFIX app:
S3_PREFIX logs-
TABLE_PREFIX wp_
COOKIE_PREFIX __Host-
KEY_PREFIX sk
LOG_FORMAT %h %l %u %t
DATE_FORMAT YYYY-MM-DD
TIME_FORMAT HH:mm:ss
CURRENCY_FORMAT {amount} {currency}
GREETING Hello, world…
GREETING “Bonjour” à tous
GREETING "Hi"
GREETING Loading...
TAGLINE Put your best foot forward, here and now
TAGLINE Insert, edit & delete – all in one
TAGLINE Your app, your rules
TAGLINE Change it up!
SIGNATURE — The Acme team
MOTTO Move fast; fix things;
COLORS red,green,blue
FONT "Inter", sans-serif
CSS .a > .b { color: red }
REGEX ^[a-z0-9-]+$
REGEX \d{4}-\d{2}-\d{2}
PATTERN **/*.{ts,tsx}
WINDOWS_PATH C:\Users\acme\app
FILE_PATH /srv/acme/data
GLOB src/**/*.{ts,tsx}
MARKUP a<b
CRON */15 * * * *
CRON 0 3 * * 1-5
TIMEZONE Europe/Berlin
LOCALE de-AT
LOCALES en,de,fr
COUNTRY NO
REGION eu-west-1
AWS_REGION us-gov-west-1
CURRENCY XXX
SIZE XXL
ROMAN XXIV
MODE none
MODE test
NODE_ENV production
CACHE_MODE no-store
AUTH_MODE none
LOG_LEVEL info
LOG_LEVEL WARN
SAMESITE none
FEATURE_FLAGS on
ENABLE_MENU auto
ENABLE_BETA 50%
USE_CACHE redis
IS_PRIMARY eu
TTL 1h30m
SESSION_TTL 30d
SESSION_TTL P1DT2H
CACHE_TTL infinite
REQUEST_TIMEOUT 30s
REQUEST_TIMEOUT none
POLL_INTERVAL 5 minutes
RETRY_COUNT 3..5
MAX_BYTES 10MB
UPLOAD_MAX_BYTES 5_000_000
TIMEOUT_MS 1e4
DAYS_COUNT 30
RETENTION_DAYS 30,60,90
SUPPORT_EMAIL help@acme.com
SUPPORT_EMAIL Acme <no-reply@acme.com>
ALERT_EMAIL a@acme.com,b@acme.com
MAIL_FROM "Acme Support" <help@acme.com>
ADMIN_EMAIL yourfriends@acme.com
REPLY_TO hello+tag@acme.co
PHONE +43 1 234567
PHONE 1-800-555-0199
ACCOUNT 0f1e2d3c4b5a69788796a5b4c3d2e1f0
CLIENT_ID 9b2d7c1e-4f3a-4b6d-8e2f-0a1b2c3d4e5f
CLIENT_ID client_01HX9ZK3Q7W2T4V6
GOOGLE_CLIENT_ID 482910477123-k3jd8s7a.apps.googleusercontent.com
GA_ID G-7XQ2M4KD91
GTM_ID GTM-K7X9QZ
SENTRY_PROJECT 4505834
TELEGRAM_CHAT -1001837465920
DISCORD_GUILD 918273645546372819
SLACK_CHANNEL C05Q7K2M9
STRIPE_PRICE price_1NxY2zKd83hG
STRIPE_PRODUCT prod_OvT7hK2mLq
BUILD_ID 20260412-1
COMMIT 5eaf00d5eaf00d5eaf00d5eaf00d5eaf00d5eaf0
VERSION 1.2.3-rc.1
IMAGE ghcr.io/acme/api:1.2.3
ARN arn:aws:s3:::acme-uploads
BUCKET acme-incident-reports-eu-production
QUEUE acme.events.v1
TOPIC projects/acme/topics/events
WORKER log-ingest-prod
PROJECT yourstory-web
PROJECT dummy-cars
PROJECT samples-archive
PROJECT placeholders-of-vienna
TEAM the-testers
TENANT contoso
STACK ts+react
DOMAIN acme.com
DOMAIN your-best-life.org
DOMAIN mydomain.acme.com
SUBDOMAIN yourhome
HOST db
HOST 10.0.0.7
HOST fe80::1
NEXT_PUBLIC_HOST app.acme.com
ALLOWED_HOSTS *.acme.com,acme.com
CORS_ORIGIN *
CORS_ORIGIN https://acme.com,https://www.acme.com
ALLOWED_ORIGINS https://acme.com, https://www.acme.com
DATABASE_URL postgres://app:k7Qz93mVx2@db.acme.com:5432/app
DATABASE_URL file:./dev.db
DATABASE_URL https://db.acme.turso.io
REDIS_URL redis://cache.acme.com:6379/0
REDIS_URL redis://a:6379,b:6379
KV_URL https://kv.acme.com
SMTP_URL smtps://post:k7Qz93mVx2@mail.acme.com:465
AMQP_URI amqps://mq.acme.com/%2Fprod
CONFIG_JSON {"a":[1,2],"b":"x"}
CONFIG_JSON off
SCHEMA_JSON https://acme.com/schema.json
FLAGS_JSON [true,false]
CONVEX_DEPLOYMENT prod:calm-river-456
CONVEX_DEPLOYMENT calm-river-456
CONVEX_URL https://calm-river-456.eu-west-1.convex.cloud
STRIPE_WEBHOOK whsec_9Qm2Kx7Zp4Vt8Lw3Rb6Ny1
RESEND_API_KEY re_7hG4kQ2m_9XvB3nL8sW5tR1yZ
AUTH_SECRET k7Qz93mVx2Lp8Rt5Wn1Bc6Yd4Hs0Jf
SESSION_SECRET correct horse battery staple
DB_PASSWORD tr0ub4dor&3,
APP_PASSWORD abcd efgh ijkl mnop
JWT_SECRET Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA==
ENCRYPTION_KEY 3q2+7w==
SIGNING_KEY -----BEGIN PRIVATE KEY----- MIIEvQIBADANBg kqhkiG9w0BAQEF -----END PRIVATE KEY-----
JWT_PRIVATE_KEY -----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n
JWKS {"keys":[{"use":"sig","kty":"RSA","n":"x"}]}
SITE_URL https://yourvoice.co.uk
SITE_URL https://your-best-life.co.uk
SITE_URL https://abc.net.au
SITE_URL https://project.acme.io
SITE_URL https://website-builder.acme.io
SITE_URL https://mysites.acme.io
SITE_URL https://example-driven.dev
SITE_URL https://byexample.io
SITE_URL https://foo-bar.berlin
SITE_URL https://acme.com/$defs/x
SITE_URL https://acme.com/#/$route
SITE_URL https://xn--80ak6aa92e.com
SITE_URL https://münchen-shop.de
SITE_URL https://пример-магазин.рф
SITE_URL https://acme.com/a,b/c..d
SITE_URL https://acme.com/?a=1&b=2
SITE_URL https://acme.com/?next=https://acme.com/b
SITE_URL https://acme.com/?next=https%3A%2F%2Facme.com
API_URL http://api:8080
API_URL http://api.default.svc.cluster.local:8080
API_URL http://10.4.0.7:3000/v1
API_URL http://172.20.0.3:9000
API_URL http://worker.railway.internal
API_URL http://printer.local
API_URL http://[fd12:3456:789a::1]:8080
HTTPS_PROXY_URL http://proxy.acme.com:3128
OTEL_EXPORTER_OTLP_ENDPOINT http://otel-collector:4317
OTEL_ENDPOINT otel.acme.com:4317
HTTP_VERSION http/1.1
PROTOCOL https
SCHEME wss
ALPN h2,http/1.1
TPS_LIMIT tps/100
CALLBACK_PATH /callback
ALLOWED_ORIGINS https://*.acme.com
ALLOWED_ORIGINS ["https://acme.com"]
ALLOWED_ORIGINS ^https://.*\.acme\.com$
SUPPORT_EMAIL "Acme, Inc." <help@acme.com>
CONFIG_JSON {a: 1}
CONFIG_JSON {"a":1,}
CONFIG_JSON eyJhIjoxfQ==
SERVICE_ACCOUNT_JSON /run/secrets/account.json
BACKUP_PASSPHRASE correct horse battery staple
SMTP_PASSWORD abcd efgh ijkl mnop
FLY_API_TOKEN FlyV1 fm2_lJPECAAAAAAAC
DB_PASSWORD "k7Qz93mVx2
DB_PASSWORD k7Qz93mVx2'
DB_PASSWORD $k7Qz93mVx2
DB_PASSWORD a#b c
API_SECRET PassportControl-k7Qz93
API_SECRET rootkit-k7Qz93mVx2
API_SECRET tokens-of-appreciation-7
API_SECRET 0x1f2e3d4c5b6a7988
GREETING Hello $name, welcome
GREETING (c) Acme 2026
GREETING Ask Anna anything, any time
GREETING See the docs
NOTE note: be careful
QUERY q=1
HINT hidden=false
VISIBILITY hidden/shown
LABEL none yet chosen
STATUS_TEXT We are coming soon to Graz
PRICE $5
PRICE $USD5
SHELL_PROMPT $
EXPRESSION $a + $b
MONEY_FORMAT $#,##0.00
JQ .items[] | $x
JSONPATH $.store.book[0]
MASK ###-##-####
MASK •
COORDINATES (47.07, 15.44)
SET (a|b)+
PHONE (0316) 123456
SEPARATOR -
TAG #acme
ROLE admin
DB_USER postgres
USERNAME root
CACHE_KEY default
SESSION redis
AUTH none
SORT_KEY name
KEY_PREFIX prod
TLD xxx
FILE_EXTENSION .xxx
SAMPLE_RATE 0.1
EXAMPLE_ID ex_1
EXAMPLES_TABLE examples
TEST_ACCOUNT acc_1NxY2zKd83hG
AWS_ROLE_ARN arn:aws:iam::123456789012:role/deploy
CERTIFICATES -----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE----- -----BEGIN PRIVATE KEY----- MIIE -----END PRIVATE KEY-----
DATABASE_URL postgresql:///app?host=/var/run/postgresql
DATABASE_URL host=db.acme.com port=5432 dbname=app
DATABASE_URL mongodb://a.acme.com:27017,b.acme.com:27017/app
DATABASE_URL postgres://app:pa$$word7Qz@db.acme.com/app
JWKS_SECRET {"keys":[]}
SERVICE_ACCOUNT {"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"}
`;

export const realValues: readonly { key: string; value: string }[] = text
  .trim()
  .split('\n')
  .map((line) => {
    const at = line.indexOf(' ');
    return { key: line.slice(0, at), value: line.slice(at + 1) };
  });
