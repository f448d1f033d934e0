/** LiveKit's server: built from its Go module as it is published, and run on loopback. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/support/janus.ts';

/** Later ones replace modules by forks, which `go install` refuses. */
export const LIVEKIT_VERSION = 'v1.13.5';
const KEY = 'field';
const SECRET = 'a-secret-of-this-machine-alone-for-one-run';
const START_MS = 20_000;

/** @returns the program's path. It is built once, which takes some minutes. @throws when it cannot be built */
export function buildLivekit(): string {
  const folder = join(homedir(), '.cache', 'callseal', `livekit-${LIVEKIT_VERSION}`);
  const program = join(folder, 'server');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  console.error(`building LiveKit ${LIVEKIT_VERSION} ...`);
  const { status, error } = spawnSync(
    'go',
    ['install', `github.com/livekit/livekit-server/cmd/server@${LIVEKIT_VERSION}`],
    {
      env: { ...process.env, GOBIN: folder },
      stdio: ['ignore', 2, 2],
    },
  );
  if (error) throw new Error('Go is needed to build LiveKit: install it and see that `go` is in the path.');
  if (status !== 0) throw new Error('LiveKit could not be built; see above.');
  return program;
}

export class Livekit {
  readonly address: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(port: number, folder: string, child: ChildProcess) {
    this.address = `ws://127.0.0.1:${port}`;
    this.#folder = folder;
    this.#process = child;
  }

  static async start(program: string): Promise<Livekit> {
    const folder = mkdtempSync(join(tmpdir(), 'callseal-livekit-'));
    const [port, tcp, udp] = [await freePort(), await freePort(), await freePort()];
    const file = join(folder, 'livekit.yaml');
    // All on loopback; the rest is as it comes.
    writeFileSync(
      file,
      `port: ${port}
bind_addresses: [127.0.0.1]
rtc: { tcp_port: ${tcp}, udp_port: ${udp}, use_external_ip: false, node_ip: 127.0.0.1, enable_loopback_candidate: true, interfaces: { includes: [lo] } }
keys: { ${KEY}: ${SECRET} }
logging: { level: warn }
`,
    );
    const child = spawn(program, ['--config', file], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => said.push(String(data)));
    const livekit = new Livekit(port, folder, child);
    const deadline = Date.now() + START_MS;
    while (!(await answers(port))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        livekit.stop();
        throw new Error(`LiveKit does not start: ${said.join('').slice(-2_000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return livekit;
  }

  stop(): void {
    this.#process.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** A token for one room. @param hidden as a recorder has it: nobody sees that it is there */
export function tokenFor(room: string, identity: string, hidden = false): string {
  const now = Math.floor(Date.now() / 1_000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const video = {
    room,
    roomJoin: true,
    canPublish: !hidden,
    canSubscribe: true,
    ...(hidden && { hidden, recorder: true }),
  };
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iss: KEY, sub: identity, name: identity, nbf: now - 60, exp: now + 7_200, video })}`;
  return `${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`;
}
