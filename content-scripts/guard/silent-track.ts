/** Not in TypeScript's library: Chromium runs a context without any device. */
type Options = AudioContextOptions & { readonly sinkId: { readonly type: 'none' } };

/**
 * A sound track without any sound, for loop-backs to send. It belongs to the isolated world, and no device. A destination
 * that nothing is connected to makes no frames in Chromium, hence the source of zeros.
 */
export class SilentTrack {
  readonly track: MediaStreamTrack | undefined;
  readonly #context: AudioContext;

  constructor() {
    const options: Options = { sinkId: { type: 'none' } };
    this.#context = new AudioContext(options);
    const destination = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 });
    const zeros = new ConstantSourceNode(this.#context, { offset: 0 });
    zeros.connect(destination);
    zeros.start();
    this.track = destination.stream.getAudioTracks()[0];
    this.run();
  }

  /** Whether it makes frames. Browsers hold it back in a page in which the user has not clicked. */
  get runs(): boolean {
    return this.#context.state === 'running';
  }

  /** Tries to start it, if it does not run. */
  run(): void {
    if (!this.runs) void this.#context.resume().catch(() => undefined);
  }

  end(): void {
    void this.#context.close().catch(() => undefined);
  }
}
