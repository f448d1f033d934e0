import type { PlaybackState } from '../../src/call/playback.ts';
import type { Output } from './page-output.ts';
import { forEachStats, type Realm } from './realm.ts';

/** Milliseconds that the two ends may take to find each other. On one machine they need a tenth of one second. */
const CONNECT_MS = 10_000;

/** Not in TypeScript's library for all of them. */
type Player = HTMLAudioElement & { setSinkId?(id: string): Promise<void> };

/** Test build: what a loop-back has played, and how. */
export interface Heard extends Output {
  readonly state: PlaybackState;
  readonly paused: boolean;
  readonly energy: number;
  readonly samples: number;
  readonly concealed: number;
  /** In the jitter buffer, seconds. */
  readonly waits: number;
}

/**
 * A connection of this document with itself, whose received frames the frame worker fills with one voice. It sends
 * silence. Everything about it belongs to the isolated world, and its element is in no tree: the page sees none of it.
 */
export class SoundLoopBack {
  readonly #from = new RTCPeerConnection();
  readonly #to = new RTCPeerConnection();
  readonly #player: Player = new Audio();
  readonly #began = performance.now();
  #sinkId = '';
  #refused = false;
  #failed = false;
  #hasDevice = true;

  /** @param transform makes the one that fills the frames */
  constructor(silence: MediaStreamTrack, transform: () => RTCRtpScriptTransform) {
    this.#player.muted = true; // until it is known how loud the page plays
    this.#to.addEventListener('track', ({ track, receiver }) => {
      receiver.transform = transform();
      this.#player.srcObject = new MediaStream([track]);
      this.#play();
    });
    link(this.#from, this.#to);
    link(this.#to, this.#from);
    this.#connect(silence).catch(() => {
      this.#failed = true;
    });
  }

  /** Whether it will never play, or no more. */
  get isOver(): boolean {
    const { connectionState } = this.#to;
    const isLate = connectionState !== 'connected' && performance.now() - this.#began > CONNECT_MS;
    return this.#failed || isLate || connectionState === 'failed';
  }

  /** Whether nothing has come through it yet. */
  get isEmpty(): boolean {
    return this.#to.getReceivers().every(({ track }) => track.muted);
  }

  get state(): PlaybackState {
    if (this.isOver || !this.#hasDevice) return 'failed';
    return this.#refused ? 'refused' : 'ok';
  }

  /** Plays as the page does. Asked again and again: the browser may allow now what it has refused. */
  follow({ volume, muted, sinkId }: Output): void {
    this.#player.volume = volume;
    // What is meant for one device is not played on another.
    this.#player.muted = muted || sinkId !== this.#sinkId;
    if (sinkId !== this.#sinkId) void this.#moveTo(sinkId, muted);
    if (this.#player.paused && this.#player.srcObject) this.#play();
  }

  /** Test build: what it has played. */
  async heard(realm: Realm): Promise<Heard> {
    if (!__TEST_BUILD__) throw new Error('for tests alone');
    const report = await this.#to.getStats();
    let figures: RTCInboundRtpStreamStats | undefined;
    forEachStats(realm, report, (stats) => {
      if (stats.type === 'inbound-rtp') figures = { ...(stats as RTCInboundRtpStreamStats) };
    });
    const { volume, muted, paused } = this.#player;
    const { totalAudioEnergy = 0, totalSamplesReceived = 0, concealedSamples = 0 } = figures ?? {};
    const { jitterBufferDelay = 0, jitterBufferEmittedCount = 0 } = figures ?? {};
    return {
      ...{ state: this.state, volume, muted, paused, sinkId: this.#sinkId },
      ...{ energy: totalAudioEnergy, samples: totalSamplesReceived, concealed: concealedSamples },
      waits: jitterBufferDelay / jitterBufferEmittedCount,
    };
  }

  /** Test build: puts the element where the page's script finds it and can record what it plays. */
  show(voice: string): void {
    if (!__TEST_BUILD__) return;
    this.#player.dataset.voice = voice;
    document.documentElement.append(this.#player);
  }

  end(): void {
    if (__TEST_BUILD__) this.#player.remove();
    this.#player.pause();
    this.#player.srcObject = null;
    this.#from.close();
    this.#to.close();
  }

  async #connect(silence: MediaStreamTrack): Promise<void> {
    const [from, to] = [this.#from, this.#to];
    const { codecs = [] } = RTCRtpSender.getCapabilities('audio') ?? {};
    const transceiver = from.addTransceiver(silence, { direction: 'sendonly' });
    // No second copy, no comfort noise: each frame is one packet.
    transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType.toLowerCase() === 'audio/opus'));
    await from.setLocalDescription();
    await to.setRemoteDescription(described(from));
    await to.setLocalDescription();
    await from.setRemoteDescription(described(to));
  }

  #play(): void {
    this.#player.play().then(
      () => {
        this.#refused = false;
      },
      (error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') this.#refused = true;
      },
    );
  }

  async #moveTo(sinkId: string, muted: boolean): Promise<void> {
    try {
      await this.#player.setSinkId?.(sinkId);
      this.#sinkId = sinkId;
      this.#player.muted = muted;
      this.#hasDevice = true;
    } catch {
      this.#hasDevice = false; // it is tried again at the next look
    }
  }
}

function described({ localDescription }: RTCPeerConnection): RTCSessionDescription {
  if (!localDescription) throw new Error('not described');
  return localDescription;
}

/** Passes candidates on. One that comes after the end is of no use to anybody. */
function link(from: RTCPeerConnection, to: RTCPeerConnection): void {
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate) to.addIceCandidate(candidate).catch(() => undefined);
  });
}
