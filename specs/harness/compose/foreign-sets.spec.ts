// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a compose file holds its variables in this form
import { describe, expect, test } from 'vitest';
import type { ComposeEnvironment } from '../../../support/platforms/compose/read-compose.ts';
import { readingOf } from './compose-reading.ts';
import { judgeAll } from './judge-all.ts';

interface ForeignSet {
  files: Record<string, string>;
  class?: 'production' | 'staging' | 'development';
  settings?: Partial<ComposeEnvironment>;
  values?: Record<string, string | null>;
  /** What each check says, by hand from the Compose Specification; a check that is not named holds. */
  says: Record<string, (string | RegExp)[]>;
}

/** Compose files as teams write them who never heard of Airlock. */
const sets: Record<string, ForeignSet> = {
  'a shop: a base, an override for production, anchors and a reverse proxy': {
    files: {
      'compose.yaml': `
x-logging: &logging
  logging: { driver: json-file, options: { max-size: 10m } }
x-app: &app
  <<: *logging
  image: ghcr.io/shop/web:\${VERSION:?}
  env_file:
    - path: ./web.env
      required: false
services:
  web:
    <<: *app
    build: { context: ., target: runner }
    ports: ["3000:3000"]
    depends_on: { db: { condition: service_healthy, restart: true } }
  worker:
    <<: *app
    command: ["node", "worker.js"]
  db:
    image: postgres:16
    environment: { POSTGRES_PASSWORD_FILE: /run/secrets/pg }
    secrets: [pg]
    volumes: ["pg:/var/lib/postgresql/data"]
    healthcheck: { test: ["CMD-SHELL", "pg_isready -U postgres"], start_period: 10s, start_interval: 1s }
volumes: { pg: {} }
secrets: { pg: { file: ./pg.txt } }
`,
      'compose.prod.yaml': `
services:
  web:
    ports: !reset []
    restart: always
    depends_on: !override {}
  worker: { restart: always }
  db: !reset null
  caddy:
    image: caddy:2.8
    restart: always
    ports: ["80:80", "443:443", "443:443/udp"]
    volumes: ["./Caddyfile:/etc/caddy/Caddyfile:ro", "caddy-data:/data"]
volumes: { caddy-data: {} }
`,
      Caddyfile: ':80',
    },
    values: { VERSION: 'v2.3.1' },
    settings: { entry: ['caddy'] },
    says: {},
  },
  'the same without the override, as somebody starts it by mistake': {
    files: {
      'compose.yaml': `
services:
  web:
    image: ghcr.io/shop/web:v2.3.1
    restart: always
    ports: ["3000:3000"]
  db:
    image: postgres:16
    restart: always
    ports: ["5432:5432"]
    environment: { POSTGRES_PASSWORD: "\${PG:-postgres}" }
`,
    },
    settings: { entry: ['web'] },
    says: {
      ports: [/the database db of prod is published/],
      secrets: [/POSTGRES_PASSWORD in environment of db: a default of \$\{PG\}/],
      database: [/prod starts a database of its own: db/],
    },
  },
  'a monorepo: include, a file for each service, project directories and profiles': {
    files: {
      'compose.yaml': `
include:
  - services/_api.yaml
  - path: [services/_jobs.yaml]
    project_directory: services
services:
  gateway:
    image: nginx:1.27.3
    restart: unless-stopped
    ports: [{ target: 443, published: "443", protocol: tcp, app_protocol: https, mode: host }]
    volumes: [{ type: bind, source: ./nginx.conf, target: /etc/nginx/nginx.conf, read_only: true }]
  adminer: { image: "adminer:4", profiles: [tools], ports: ["8081:8080"] }
`,
      'services/_api.yaml': `
services:
  api:
    image: registry.acme.test:5000/api:1.9.0
    restart: unless-stopped
    volumes: ["../src:/srv/data"]
`,
      'services/_jobs.yaml': `
services:
  jobs:
    image: registry.acme.test:5000/api:1.9.0
    restart: on-failure:3
    environment: ["DEBUG", "LOG_LEVEL=debug"]
`,
    },
    settings: { entry: ['gateway'] },
    says: {
      mounts: [/the folder src at \/srv\/data/],
      // DEBUG is passed on from a project that has none.
      environment: [/LOG_LEVEL=debug/],
    },
  },
  'swarm style: deploy, replicas, configs, secrets from outside, an overlay': {
    files: {
      'stack.yaml': `
services:
  api:
    image: acme/api@sha256:${'a1'.repeat(32)}
    deploy:
      mode: replicated
      replicas: 3
      restart_policy: { condition: any, delay: 5s }
      resources: { limits: { cpus: "0.5", memory: 256M }, reservations: { devices: [{ capabilities: [gpu], count: all }] } }
      labels: { "traefik.enable": "true" }
    ports: ["8000-8002:80"]
    configs: [{ source: app, target: /etc/app.toml, mode: 0440 }]
    secrets: [{ source: db, target: db_password, uid: "1000" }]
    networks: { edge: { aliases: [api] }, data: {} }
  migrate:
    image: acme/api:1.4.0
    command: ["migrate"]
    deploy: { mode: replicated-job }
    networks: [data]
networks:
  edge: { driver: overlay, attachable: true }
  data: { driver: overlay, internal: true, driver_opts: { encrypted: "true" } }
configs: { app: { content: "level = info" } }
secrets: { db: { external: true, name: prod_db } }
`,
    },
    settings: { entry: ['api'] },
    says: {},
  },
  'a model server with gpus, models of the host and develop.watch': {
    files: {
      'compose.yaml': `
services:
  llm:
    image: ollama/ollama:0.5.4
    gpus: all
    restart: always
    volumes: ["/srv/models:/root/.ollama", "hf:/cache"]
    shm_size: 8gb
    ulimits: { memlock: -1, nofile: { soft: 1024, hard: 2048 } }
  ui:
    build: { context: ./ui, args: ["NPM_TOKEN=npm_abcdefghijklmnopqrstuvwxyz0123456789"] }
    image: acme/ui:2.0.1
    restart: always
    ports: ["127.0.0.1:3000:3000"]
    develop:
      watch:
        - { action: sync, path: ./ui/src, target: /app/src }
        - { action: rebuild, path: ui/package.json }
volumes: { hf: {} }
`,
      'ui/Dockerfile': 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\n',
    },
    settings: { entry: ['ui'] },
    says: { secrets: [/NPM_TOKEN in build arguments of ui/] },
  },
  'behind a VPN: network_mode of another service': {
    files: {
      'compose.yaml': `
services:
  vpn:
    image: qmcgaw/gluetun:v3.39.1
    restart: always
    cap_add: [NET_ADMIN]
    devices: ["/dev/net/tun:/dev/net/tun"]
    ports: ["8080:8080/tcp", "27017:27017"]
    environment: { WIREGUARD_PRIVATE_KEY: "\${WG_KEY}" }
  app: { image: "acme/app:3", restart: always, network_mode: "service:vpn" }
  store: { image: "mongo:7.0.14", restart: always, network_mode: "service:vpn", volumes: ["m:/data/db"] }
volumes: { m: {} }
`,
    },
    values: { WG_KEY: null },
    settings: { entry: ['vpn'] },
    says: {
      ports: [/the database store of prod is published.*27017:27017 of vpn, whose network it has/],
      database: [/prod starts a database of its own: store/],
      hardening: [/the capability NET_ADMIN/],
    },
  },
  'a staging on the network of its host, with scripts that start the servers': {
    files: {
      'compose.yml': `
version: "3.9"
services:
  pg:
    image: bitnami/postgresql:16.4.0
    network_mode: host
    entrypoint: ["/bin/bash", "/opt/start.sh"]
    environment: { POSTGRESQL_DATABASE: app_staging, POSTGRESQL_PASSWORD: "\${PG}" }
    volumes: ["pgdata:/bitnami/postgresql"]
  dump:
    image: postgres:16
    entrypoint: ["/bin/sh", "-c", "while true; do pg_dump -h pg app > /dump/a.sql; sleep 86400; done"]
    volumes: ["dumps:/dump"]
volumes: { pgdata: , dumps: }
`,
    },
    class: 'staging',
    values: { PG: 'made-up-77' },
    says: {
      ports: [/the database pg of prod is published.*network_mode: host/],
      hardening: [/pg has more of its machine.*`network_mode: host`/],
    },
  },
  'everything that can be a variable is one': {
    files: {
      'compose.yaml': `
services:
  api:
    image: \${REGISTRY}/\${IMAGE}:\${TAG}
    restart: \${RESTART:-always}
    ports: ["\${BIND}"]
    environment:
      DEBUG: \${DEBUG:-\${FALLBACK_DEBUG:-true}}
      API_KEY: \${API_KEY:+set}
`,
    },
    values: { REGISTRY: 'r.test', IMAGE: null, TAG: '1', BIND: null, API_KEY: null },
    says: {
      environment: [/DEBUG=true, as DEBUG is not set/],
      ports: ['? which port api publishes is not known'],
      database: ['? what api runs is not known'],
      images: ['? which tag the image of api has is not known'],
    },
  },
  'extends over folders, with a database that is built and tools that are missing': {
    files: {
      'compose.yaml': `
services:
  db:
    build: ./db
    volumes: ["data:/var/lib/postgresql/data"]
    environment: { POSTGRES_DB: shop }
  api:
    extends: { file: common/_base.yaml, service: app }
    depends_on: { db: { condition: service_healthy } }
    healthcheck: { test: ["CMD", "curl", "-f", "http://localhost/health", "||", "exit", "1"] }
volumes: { data: {} }
`,
      'common/_base.yaml':
        'services:\n  app:\n    image: node:22-alpine\n    env_file: [app.env]\n    volumes: ["..:/workspace"]\n',
      'db/Dockerfile': 'ARG V=16\nFROM postgres:${V}\nRUN echo hi\n',
    },
    class: 'staging',
    says: {
      mounts: [/the folder \. at \/workspace/],
      health: [/`\|\|` is given to curl/, /api waits for db to be healthy, which it never is/],
    },
  },
  'monitoring: sockets, folders of the machine, hooks and a share with a password': {
    files: {
      'compose.yaml': `
services:
  portainer:
    image: portainer/portainer-ce:2.21.4
    restart: always
    volumes: ["/run/user/1000/docker.sock:/var/run/docker.sock:ro", "/var/lib/docker/:/d"]
  node-exporter:
    image: prom/node-exporter:v1.8.2
    restart: always
    pid: host
    volumes: ["/:/host:ro,rslave", "/proc:/host/proc:ro"]
    security_opt: ["seccomp:unconfined"]
  backup:
    image: acme/backup:1
    restart: always
    logging: { driver: splunk, options: { splunk-token: 5f9a31d2-0b77-4d1e-9a51-made-up-0001, splunk-url: "https://s.test" } }
    post_start: [{ command: ["sh", "-c", "login --password hunter22"], user: root }]
    volumes: ["share:/share"]
volumes:
  share: { driver: local, driver_opts: { type: cifs, o: "addr=nas,username=b,password=hunter23", device: "//nas/b" } }
`,
    },
    says: {
      secrets: [
        /splunk-token in logging options of backup/,
        /hook of backup: the value of password/,
        /password in volumes\.share/,
      ],
      hardening: [
        /docker\.sock` is mounted/,
        /`\/var\/lib\/docker\/?` is mounted/,
        /`pid: host`/,
        /seccomp:unconfined/,
      ],
    },
  },
};

describe('compose files of other teams', () => {
  test.each(Object.entries(sets))('%s', (_name, { files, class: kind = 'production', settings, values, says }) => {
    const names = Object.keys(files);
    const own = readingOf(files[names[0] ?? ''] ?? '', {
      class: kind,
      ...(settings && { settings }),
      ...(values && { values }),
      files: Object.fromEntries(names.slice(1).map((name) => [name, files[name] ?? ''])),
    });
    const said = judgeAll(own);
    expect(Object.keys(said).sort(), JSON.stringify(said, null, 1)).toEqual(Object.keys(says).sort());
    for (const [check, expected] of Object.entries(says)) {
      expect(said[check], check).toHaveLength(expected.length);
      for (const words of expected)
        expect(
          said[check]?.some((each) => (typeof words === 'string' ? each.startsWith(words) : words.test(each))),
          `${check}: ${words}\n${said[check]?.join('\n')}`,
        ).toBe(true);
    }
  });
});
