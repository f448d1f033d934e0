/** Protection off: a page cannot tell that the extension is there by how WebRTC behaves. */
import { expect, it } from 'vitest';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { atServer, Stage } from '../support/stage.ts';

const stage = new Stage();

/** Everything about the hooked interfaces that a client tests, wraps or freezes. */
async function behaviour(): Promise<unknown> {
  const shape = (owner: object, name: string): unknown => {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    if (!descriptor) return 'absent';
    const { value, get, set, ...flags } = descriptor;
    const of = (part: unknown): unknown =>
      typeof part === 'function' && [
        part.name,
        part.length,
        /\[native code\]/.test(Function.prototype.toString.call(part)),
      ];
    return [flags, of(value), of(get), of(set)];
  };
  const error = async (action: () => unknown): Promise<string> => {
    try {
      return `no error: ${typeof (await action())}`;
    } catch (thrown) {
      return `${(thrown as Error).name}: ${(thrown as Error).message}`;
    }
  };
  const { prototype } = RTCPeerConnection;
  const senderPrototype = RTCRtpSender.prototype;
  const owners: Record<string, object> = {
    window,
    connection: prototype,
    sender: RTCRtpSender.prototype,
    receiver: RTCRtpReceiver.prototype,
    transceiver: RTCRtpTransceiver.prototype,
    frame: HTMLIFrameElement.prototype,
  };
  // What the leak guard hooks, and what it hides on Zoom's hosts.
  for (const name of [
    ...['AnalyserNode', 'AudioBuffer', 'AudioData', 'AudioEncoder', 'AudioProcessingEvent', 'AudioWorkletNode'],
    ...['Blob', 'BlobEvent', 'BroadcastChannel', 'CanvasRenderingContext2D', 'EncodedAudioChunk', 'EncodedVideoChunk'],
    ...[
      'File',
      'FileReader',
      'FormData',
      'HTMLCanvasElement',
      'HTMLMediaElement',
      'ImageBitmapRenderingContext',
      'ImageCapture',
      'MediaDevices',
    ],
    ...[
      'MediaStream',
      'MediaStreamAudioDestinationNode',
      'MediaStreamTrack',
      'MediaStreamTrackGenerator',
      'MessageEvent',
      'MessagePort',
      'Navigator',
    ],
    ...['OffscreenCanvas', 'OffscreenCanvasRenderingContext2D', 'Request', 'RTCDataChannel', 'ServiceWorker'],
    ...['VideoEncoder', 'VideoFrame', 'WebGL2RenderingContext', 'WebGLRenderingContext', 'WebSocket', 'Worker'],
    ...['XMLHttpRequest', 'WebTransport', 'WebSocketStream'],
  ]) {
    const found = (globalThis as unknown as Record<string, { prototype: object } | undefined>)[name];
    if (found) owners[name] = found.prototype;
  }
  const names = [
    ...[
      'RTCPeerConnection',
      'webkitRTCPeerConnection',
      'constructor',
      'addTrack',
      'addTransceiver',
      'addStream',
      'createOffer',
    ],
    ...[
      'createAnswer',
      'setLocalDescription',
      'setRemoteDescription',
      'addIceCandidate',
      'setConfiguration',
      'getConfiguration',
    ],
    ...[
      'replaceTrack',
      'getParameters',
      'setParameters',
      'transform',
      'createEncodedStreams',
      'setHeaderExtensionsToNegotiate',
      'contentWindow',
      'contentDocument',
    ],
    ...[
      'append',
      'arrayBuffer',
      'bytes',
      'captureStream',
      'createPattern',
      'fetchLater',
      'getBufferSubData',
      'clone',
      'convertToBlob',
      'copyFromChannel',
      'copyTo',
      'createDataChannel',
      'data',
    ],
    ...[
      'MediaStreamTrackGenerator',
      'mozCaptureStream',
      'mozCaptureStreamUntilEnded',
      'drawImage',
      'enabled',
      'encode',
      'getByteTimeDomainData',
      'getChannelData',
      'getDisplayMedia',
    ],
    ...['getFloatTimeDomainData', 'getImageData', 'getUserMedia', 'grabFrame', 'inputBuffer', 'mozGetUserMedia'],
    ...['port', 'postMessage', 'readAsArrayBuffer', 'readAsBinaryString', 'readAsDataURL', 'readAsText', 'readPixels'],
    ...[
      'result',
      'send',
      'sendBeacon',
      'set',
      'slice',
      'stream',
      'takePhoto',
      'texImage2D',
      'texImage3D',
      'texSubImage2D',
      'text',
    ],
    ...['toBlob', 'toDataURL', 'transferControlToOffscreen', 'transferFromImageBitmap', 'transferToImageBitmap'],
    ...['webkitGetUserMedia', 'writable'],
    ...['AudioDecoder', 'AudioEncoder', 'Blob', 'File', 'OffscreenCanvas', 'Request', 'SharedArrayBuffer'],
    ...['VideoDecoder', 'VideoEncoder', 'WebSocketStream', 'WebTransport', 'createImageBitmap', 'fetch'],
  ];
  class Own extends RTCPeerConnection {
    extra = 1;
  }
  const own = new Own();
  const connection = new RTCPeerConnection(
    ...([{ iceServers: [] }, { optional: [] }] as unknown as [RTCConfiguration]),
  );
  const order: string[] = [];
  const needed = new Promise<void>((resolve) => {
    connection.onnegotiationneeded = () => {
      order.push('negotiationneeded');
      resolve();
    };
  });
  const transceiver = connection.addTransceiver('video');
  order.push('added');
  await needed;
  connection.onsignalingstatechange = () => order.push('signalingstatechange');
  const set = connection.setLocalDescription().then(() => order.push('set'));
  order.push('called');
  await set;
  const bad = { iceServers: [{ urls: 'nonsense' }] };
  const results = {
    shapes: Object.entries(owners).map(([owner, object]) => names.map((name) => [owner, name, shape(object, name)])),
    own: [
      own instanceof RTCPeerConnection,
      own instanceof Own,
      own.extra,
      Object.getPrototypeOf(Own) === RTCPeerConnection,
    ],
    identity: [prototype.constructor === RTCPeerConnection, Object.getPrototypeOf(connection) === prototype],
    keys: [Object.keys(prototype), Reflect.ownKeys(RTCPeerConnection).map(String)],
    configuration: JSON.stringify(connection.getConfiguration()),
    transform: [transceiver.sender.transform, transceiver.receiver.transform],
    order,
    errors: [
      await error(() => (RTCPeerConnection as unknown as () => void)()),
      await error(() => new RTCPeerConnection(bad)),
      await error(() => new RTCPeerConnection(7 as never)),
      await error(() => prototype.addTrack.call({} as never, undefined as never)),
      await error(() => connection.addTrack(undefined as never)),
      await error(() => connection.setRemoteDescription({ type: 'answer', sdp: 'x' })),
      await error(() => connection.setRemoteDescription(7 as never)),
      await error(() => connection.setConfiguration(bad)),
      await error(() => connection.addIceCandidate({ candidate: 'x' })),
      await error(() => {
        transceiver.sender.transform = {} as never;
      }),
      await error(() => Object.getOwnPropertyDescriptor(RTCRtpSender.prototype, 'transform')?.get?.call({})),
      await error(() => transceiver.sender.replaceTrack(7 as never)),
      await error(() => senderPrototype.getParameters.call({} as never)),
      await error(() => transceiver.sender.setParameters(7 as never)),
      await error(() => transceiver.sender.setParameters({ encodings: [] } as never)),
      await error(() => transceiver.sender.setParameters(transceiver.sender.getParameters())),
      await error(() => new Blob(7 as never)),
      await error(() => (Blob as unknown as () => void)()),
      await error(() => new Request('http://user:pass@localhost/')),
      await error(() => fetch('http://user:pass@localhost/')),
      await error(() => new WebSocket('ws://localhost:9').send('x')),
      await error(() => WebSocket.prototype.send.call({} as never, 'x')),
      await error(() => new XMLHttpRequest().send()),
      await error(() => navigator.mediaDevices.getUserMedia({})),
      await error(() => new MessageChannel().port1.postMessage(() => 0)),
      await error(() => new MessageEvent('message', { data: own }).data === own),
      await error(() => Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get?.call({})),
      await error(() => Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, 'enabled')?.set?.call({}, true)),
      await error(() => HTMLCanvasElement.prototype.captureStream.call({} as never)),
      await error(() => HTMLCanvasElement.prototype.captureStream.call(document.createElement('canvas'), -1)),
      await error(() =>
        Reflect.construct(
          (globalThis as unknown as { MediaStreamTrackGenerator: never }).MediaStreamTrackGenerator,
          [],
        ),
      ),
      await error(() => connection.createDataChannel('x').send('x')),
      await error(() =>
        document
          .createElement('canvas')
          .getContext('2d')
          ?.drawImage(7 as never, 0, 0),
      ),
      await error(() => new FileReader().readAsText(7 as never)),
      [new Blob(['x']) instanceof Blob, new File([], 'x') instanceof Blob, Blob.prototype.constructor === Blob],
    ],
    frozen: await error(() => {
      Object.defineProperty(window, 'RTCPeerConnection', { writable: false, configurable: false });
      Object.freeze(prototype);
      return new RTCPeerConnection().createOffer();
    }),
  };
  connection.close();
  own.close();
  return JSON.parse(JSON.stringify(results));
}

for (const browser of ['chromium', 'firefox'] as const) {
  it(`${browser}: WebRTC behaves as without the extension`, async () => {
    const site = await stage.site();
    const observed: unknown[] = [];
    for (const extension of [undefined, 'test'] as const) {
      const client = await stage.client(browser, extension ? { extension } : {});
      const { page } = await Participant.open(client, `http://localhost:${site.port}/meeting`);
      observed.push(await page.evaluate(behaviour));
      // No mark of ours, no frame, no element.
      expect(
        await page.evaluate(() => [sessionStorage.length, window.length, document.documentElement.children.length]),
      ).toEqual([0, 0, 2]);
    }
    expect(observed[1]).toEqual(observed[0]);
    expect(site.requests.filter((address) => address.includes('callseal'))).toEqual([]);
  });

  it(`${browser}: a call works, and nothing is sealed`, async () => {
    const site = await stage.site();
    const room = await stage.janus.createRoom();
    const member = await stage.open(browser, site);
    await member.join({
      port: stage.janus.port,
      id: room.id,
      name: 'ada',
      video: browser === 'firefox' ? 'canvas' : 'camera',
    });
    await poll(async () => atServer(room).clear > 60);
    expect(await member.view()).toMatchObject({ state: 'off', on: false, totals: { sealed: 0, opened: 0 } });
    expect(atServer(room).sealed).toBe(0);
  });
}
