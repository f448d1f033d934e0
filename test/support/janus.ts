/** Janus as the real SFU: Debian's binary with a configuration of our own, on loopback, for one test run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { poll } from './poll.ts';

/** What stands behind the name of a recording that goes on. */
const UNFINISHED = 'recording';

export interface Room {
  readonly id: number;
  /** Folder of the room's recordings, one .mjr file per user and kind. */
  readonly recordings: string;
}

export class Janus {
  readonly port: number;
  readonly #folder: string;
  readonly #process: ChildProcess;
  #rooms = 1_000;
  readonly #recorded: string[] = [];

  private constructor(port: number, folder: string, child: ChildProcess) {
    this.port = port;
    this.#folder = folder;
    this.#process = child;
  }

  static async start(): Promise<Janus> {
    const folder = mkdtempSync(join(tmpdir(), 'callseal-janus-'));
    const port = await freePort();
    const low = 20_000 + Math.floor(Math.random() * 20) * 1_000;
    const configuration: Record<string, string> = {
      'janus.jcfg': `
        general: { configs_folder = "${folder}", interface = "127.0.0.1", debug_level = 3, server_name = "test", session_timeout = 0, recordings_tmp_ext = "${UNFINISHED}" }
        certificates: {}
        media: { rtp_port_range = "${low}-${low + 999}" }
        nat: { ignore_mdns = true, ice_enforce_list = "lo", full_trickle = false }
        plugins: { disable = "libjanus_echotest.so,libjanus_streaming.so,libjanus_videocall.so,libjanus_sip.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_textroom.so,libjanus_voicemail.so,libjanus_lua.so,libjanus_duktape.so" }
        transports: { disable = "libjanus_http.so,libjanus_rabbitmq.so,libjanus_pfunix.so,libjanus_mqtt.so,libjanus_nanomsg.so" }
        events: { broadcast = false }
        loggers: {}
      `,
      'janus.transport.websockets.jcfg': `general: { json = "compact", ws = true, ws_port = ${port}, ws_ip = "127.0.0.1", wss = false }
        admin: { admin_ws = false }`,
      'janus.plugin.videoroom.jcfg': 'general: { }',
      'janus.plugin.audiobridge.jcfg': 'general: { }',
    };
    for (const [name, text] of Object.entries(configuration)) writeFileSync(join(folder, name), text);
    const child = spawn('janus', ['-F', folder, '-o'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    child.stdout?.on('data', (data) => output.push(String(data)));
    child.stderr?.on('data', (data) => output.push(String(data)));
    const janus = new Janus(port, folder, child);
    const deadline = Date.now() + 15_000;
    for (;;) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await janus.stop();
        throw new Error(`Janus did not start:\n${output.join('')}`);
      }
      try {
        await janus.#request((send) => send({ janus: 'info' }));
        return janus;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50)); // nothing listens yet
      }
    }
  }

  /** Makes a recorded room. @param options further members of VideoRoom's create request */
  async createRoom(options: Record<string, unknown> = {}): Promise<Room> {
    return this.#create('videoroom', (recordings) => ({
      publishers: 6,
      audiocodec: 'opus',
      videocodec: 'vp8',
      bitrate: 1_000_000,
      record: true,
      rec_dir: recordings,
      ...options,
    }));
  }

  /** Makes a room whose sound the server mixes (AudioBridge). What each participant sends is recorded before it is mixed. */
  createMixer(): Promise<Room> {
    return this.#create('audiobridge', (recordings) => ({ sampling_rate: 48_000, mjrs: true, mjrs_dir: recordings }));
  }

  async #create(plugin: Plugin, options: (recordings: string) => Record<string, unknown>): Promise<Room> {
    const id = ++this.#rooms;
    const recordings = join(this.#folder, `room-${id}`);
    mkdirSync(recordings);
    this.#recorded.push(recordings);
    await this.#ask(plugin, 'created', { request: 'create', room: id, ...options(recordings) });
    return { id, recordings };
  }

  /**
   * Has every packet of a publication sent to UDP ports of this machine too.
   *
   * @param streams by m-section of the publication: a port, and one more (`port_2`, `port_3`) for each simulcast substream
   */
  async forward(room: Room, publication: number, streams: readonly object[]): Promise<void> {
    await this.#ask('videoroom', 'rtp_forward', {
      request: 'rtp_forward',
      room: room.id,
      publisher_id: publication,
      host: '127.0.0.1',
      streams,
    });
  }

  /** Waits until nobody is left in any room, and all recordings are whole. */
  async finish(): Promise<void> {
    const unfinished = (): string[] =>
      this.#recorded.flatMap((folder) => readdirSync(folder)).filter((name) => name.endsWith(UNFINISHED));
    await poll(async () => unfinished().length === 0, { state: () => unfinished().join() });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = new Promise((resolve) => this.#process.once('exit', resolve));
      this.#process.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** One request to a plugin. @throws when its answer is not `expected` */
  #ask(plugin: Plugin, expected: string, body: object): Promise<void> {
    return this.#request(async (send) => {
      const session = await send({ janus: 'create' });
      const session_id = session.data?.id;
      const handle = await send({ janus: 'attach', plugin: `janus.plugin.${plugin}`, session_id });
      const answer = await send({ janus: 'message', handle_id: handle.data?.id, session_id, body });
      if (answer.plugindata?.data[plugin] !== expected) throw new Error(JSON.stringify(answer));
    });
  }

  async #request<T>(talk: (send: (message: object) => Promise<JanusAnswer>) => Promise<T>): Promise<T> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}`, 'janus-protocol');
    try {
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      let transaction = 0;
      const send = (message: object): Promise<JanusAnswer> =>
        new Promise((resolve, reject) => {
          const name = String(++transaction);
          socket.once('error', reject);
          socket.on('message', (data) => {
            const answer = JSON.parse((data as Buffer).toString()) as JanusAnswer;
            if (answer.transaction === name && answer.janus !== 'ack') resolve(answer);
          });
          socket.send(JSON.stringify({ ...message, transaction: name }));
        });
      return await talk(send);
    } finally {
      socket.close();
    }
  }
}

type Plugin = 'videoroom' | 'audiobridge';

interface JanusAnswer {
  readonly janus: string;
  readonly transaction?: string;
  readonly data?: { readonly id: number };
  readonly plugindata?: { readonly data: { readonly videoroom?: string; readonly audiobridge?: string } };
}

/** Names of a room's recordings of one kind. */
export function recordingsOf(room: Room, kind: 'audio' | 'video'): string[] {
  return (
    readdirSync(room.recordings)
      // VideoRoom counts the streams of a publisher behind the kind, AudioBridge has one.
      .filter((name) => new RegExp(`-${kind}(?:-\\d+)?\\.mjr(?:\\.${UNFINISHED})?$`).test(name))
      .map((name) => join(room.recordings, name))
  );
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address() as { port: number };
        server.close(() => resolve(port));
      });
  });
}
