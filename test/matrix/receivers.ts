/** Everybody who gets a scene's media, and what their browsers count while it runs. */
import type { BrowserName } from '../support/browsers.ts';
import { BROWSERS, type Participants } from './participants.ts';
import { reaches, type Scene } from './scenes.ts';
import type { Figures, ShapedCall } from './shaped-call.ts';

export class Receiver {
  readonly role: 'member' | 'outsider';
  readonly browser: BrowserName;
  readonly call: ShapedCall;
  readonly scene: Scene;
  #audio: Figures = {};
  #video: Figures = {};
  #screen: Figures = {};
  /** PLI sent until the first picture stood: that is joining. */
  #pliOfJoining: number | undefined;
  /** Widths of the pictures that were drawn, in pixels. */
  readonly widths = new Set<number>();

  constructor(role: 'member' | 'outsider', browser: BrowserName, call: ShapedCall, scene: Scene) {
    this.role = role;
    this.browser = browser;
    this.call = call;
    this.scene = scene;
  }

  get name(): string {
    return `${this.role}-${this.browser}`;
  }

  /** Reads the browser's figures. */
  async look(): Promise<void> {
    const received = await this.call.received();
    this.#audio = received.sender?.audio ?? {};
    this.#video = received.sender?.video ?? {};
    this.#screen = received['sender/screen']?.video ?? {};
    if (this.drawn === 0) return;
    this.#pliOfJoining ??= this.#video.pliCount ?? 0;
    this.widths.add(this.width);
  }

  /** Whether there is sound to be waited for. */
  get hears(): boolean {
    const { sound } = this.scene;
    return !sound.refused && reaches(this.scene, sound, this.browser);
  }

  /** Whether there are pictures to be waited for: frames, or the covers that were promised. */
  get sees(): boolean {
    const { picture } = this.scene;
    if (!picture || !reaches(this.scene, picture, this.browser)) return false;
    return this.role === 'member' || picture.uncovered === undefined;
  }

  /** Packets of sound. */
  get heard(): number {
    return this.#audio.packetsReceived ?? 0;
  }

  /** Pictures that came out of the decoder. */
  get drawn(): number {
    return this.#video.framesDecoded ?? 0;
  }

  get screensDrawn(): number {
    return this.#screen.framesDecoded ?? 0;
  }

  /** Pictures that arrived whole, screens too. */
  get completed(): number {
    return this.completedOfCamera + (this.#screen.framesReceived ?? 0);
  }

  /** Of the camera alone. */
  get completedOfCamera(): number {
    return this.#video.framesReceived ?? 0;
  }

  /** Width of the picture that is drawn now, in pixels. */
  get width(): number {
    return this.#video.frameWidth ?? 0;
  }

  /** Key frames asked for since the first picture stood. */
  get pli(): number {
    return (this.#video.pliCount ?? 0) - (this.#pliOfJoining ?? 0);
  }

  /** Everything that came and was drawn; does not grow any more when the media has stopped. */
  get progress(): number {
    const packets = [this.#audio, this.#video, this.#screen].map(({ packetsReceived = 0 }) => packetsReceived);
    return packets.reduce((sum, count) => sum + count, this.drawn + this.screensDrawn);
  }
}

export function receiversOf(participants: Participants, scene: Scene): Receiver[] {
  return BROWSERS.flatMap((browser) => [
    new Receiver('member', browser, participants.members[browser], scene),
    new Receiver('outsider', browser, participants.outsiders[browser], scene),
  ]);
}
