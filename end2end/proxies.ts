import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const docs = join(__dirname, '../docs/proxy');

/** A proxy as the docs configure it, with other addresses: its own folder, ports and certificate. */
export class Proxy {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    /** Where it is, without a slash at the end. */
    readonly url: string,
    /** The same without TLS. */
    readonly plainUrl: string,
  ) {}

  /** docs/proxy/nginx.conf in front of that authentik. */
  static async nginx(authentik: string): Promise<Proxy> {
    const { folder, ports, certificate, key } = await prepared();
    const [plain, tls] = ports;
    const log = join(folder, 'access.log');
    write(folder, 'nginx-tokenscope.conf', filled('nginx-tokenscope.conf', { '/srv/tokenscope': folder }));
    write(
      folder,
      'site.conf',
      filled('nginx.conf', {
        'listen 80;': `listen 127.0.0.1:${plain};`,
        'listen 443 ': `listen 127.0.0.1:${tls} `,
        '127.0.0.1:9000': new URL(authentik).host,
        '/etc/ssl/certs/auth.example.com.pem': certificate,
        '/etc/ssl/private/auth.example.com.key': key,
        '/var/log/nginx/authentik.log': log,
        '/etc/nginx/nginx-tokenscope.conf': join(folder, 'nginx-tokenscope.conf'),
        'server_name auth.example.com;': 'server_name 127.0.0.1;',
        // The first server sends people to the second, which has the usual port everywhere else.
        'https://$host$': `https://$host:${tls}$`,
      }),
    );
    // What a distribution's nginx.conf has around conf.d/, and nothing that needs to be root.
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const around = `
      load_module ${nginxFile('/usr/lib/nginx/modules/ngx_http_brotli_static_module.so')};
      ${process.getuid?.() === 0 ? 'user root;' : ''}
      pid ${folder}/nginx.pid;
      error_log stderr notice;
      events {}
      http {
        include ${nginxFile('/etc/nginx/mime.types')};
        access_log ${folder}/others.log;
        ${temporary.map((name) => `${name}_temp_path ${folder}/temporary_${name};`).join('\n')}
        include ${folder}/site.conf;
      }`;
    const config = write(folder, 'nginx.conf', around);
    const args = ['-e', 'stderr', '-p', folder, '-c', config, '-g', 'daemon off;'];
    const child = await started(program('TOKENSCOPE_NGINX'), args, /start worker process \d+$/);
    return new Proxy(child, folder, `https://127.0.0.1:${tls}`, `http://127.0.0.1:${plain}`);
  }

  /** docs/proxy/Caddyfile in front of that authentik. */
  static async caddy(authentik: string): Promise<Proxy> {
    const { folder, ports, certificate, key } = await prepared();
    const [plain, tls] = ports;
    const site = filled('Caddyfile', {
      '/srv/tokenscope': folder,
      '127.0.0.1:9000': new URL(authentik).host,
      // Elsewhere the name is enough, and Caddy gets a certificate for it.
      'auth.example.com {': `https://127.0.0.1:${tls} {\ntls ${certificate} ${key}`,
    });
    const around = `{\nadmin off\nhttp_port ${plain}\nhttps_port ${tls}\ndefault_sni 127.0.0.1\n}\n${site}`;
    const config = write(folder, 'Caddyfile', around);
    const home = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const args = ['run', '--adapter', 'caddyfile', '--config', config];
    const child = await started(program('TOKENSCOPE_CADDY'), args, /serving initial configuration/, home);
    return new Proxy(child, folder, `https://127.0.0.1:${tls}`, `http://127.0.0.1:${plain}`);
  }

  /** What docs/proxy/Containerfile starts, without the container. */
  static async container(): Promise<Proxy> {
    const { folder, ports } = await prepared();
    const recipe = readFileSync(join(docs, 'Containerfile'), 'utf8');
    const command = /^CMD (\[.*\])$/m.exec(recipe)?.[1];
    const [name, ...args] = JSON.parse(command ?? '[]') as string[];
    if (name !== 'nginx') throw new Error(`Containerfile starts ${name}`);
    write(folder, 'nginx-tokenscope.conf', filled('nginx-tokenscope.conf', { '/srv/tokenscope': folder }));
    const config = write(
      folder,
      'nginx.conf',
      filled('container.conf', {
        // First, since the others are in the folder that this names.
        '/tmp/': `${folder}/`,
        '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so': nginxFile('/usr/lib/nginx/modules/ngx_http_brotli_static_module.so'),
        '/etc/nginx/mime.types': nginxFile('/etc/nginx/mime.types'),
        '/etc/nginx/nginx-tokenscope.conf': join(folder, 'nginx-tokenscope.conf'),
        'listen 8080;': `listen 127.0.0.1:${ports[0]};`,
        // So that the fixture knows when it answers.
        'error_log stderr;': `error_log stderr notice; ${process.getuid?.() === 0 ? 'user root;' : ''}`,
      }),
    );
    const child = await started(program('TOKENSCOPE_NGINX'), [...args, '-c', config], /start worker process \d+$/);
    const url = `http://127.0.0.1:${ports[0]}`;
    return new Proxy(child, folder, url, url);
  }

  /** What it wrote into its log so far. */
  log(): string {
    return readFileSync(join(this.folder, 'access.log'), 'utf8');
  }

  /** Ends it; resolves once it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null) throw new Error(`the proxy ended by itself (${this.child.exitCode})`);
    const gone = once(this.child, 'exit');
    this.child.kill();
    await gone;
    rmSync(this.folder, { recursive: true });
  }
}

function program(variable: string): string {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} is not set: run \`cargo xtask test browser\``);
  return path;
}

/** A file that came along with nginx: the distribution's package may be unpacked anywhere. */
function nginxFile(path: string): string {
  const unpacked = program('TOKENSCOPE_NGINX').replace(/\/usr\/sbin\/nginx$/, '') + path;
  return existsSync(unpacked) ? unpacked : path;
}

/** A folder with the built page in `tokens/`, two free ports, and a certificate for 127.0.0.1. */
async function prepared() {
  const dist = process.env.TOKENSCOPE_DIST_BELOW_TOKENS;
  if (!dist) throw new Error('TOKENSCOPE_DIST_BELOW_TOKENS is not set: run `cargo xtask test browser`');
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-proxy-'));
  symlinkSync(dist, join(folder, 'tokens'));
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const about = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...about, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  return { folder, ports: await freePorts(), certificate, key };
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return (server.address() as AddressInfo).port;
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports as [number, number];
}

/** A file of the docs with other addresses; each of them must be in it. */
function filled(name: string, addresses: Record<string, string>): string {
  let text = readFileSync(join(docs, name), 'utf8');
  for (const [documented, here] of Object.entries(addresses)) {
    if (!text.includes(documented)) throw new Error(`docs/proxy/${name} does not hold ${documented}`);
    text = text.replaceAll(documented, () => here);
  }
  return text;
}

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Starts it; resolves once it says that it is ready. */
async function started(file: string, args: string[], ready: RegExp, env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr as Readable });
  return new Promise((resolve, reject) => {
    // Reads on to the end: a program whose pipe nobody empties stops one day.
    lines.on('line', (line) => {
      said.push(line);
      if (ready.test(line)) resolve(child);
    });
    child.once('exit', () => reject(new Error(`${file} ended before it listened:\n${said.join('\n')}`)));
  });
}
