// LiveKit's own conference, as those who use it build it: its components, its options, nothing of ours in between.
import '@livekit/components-styles';
import { LiveKitRoom, useRoomContext, VideoConference } from '@livekit/components-react';
import { ExternalE2EEKeyProvider } from 'livekit-client';
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';

const asked = new URL(location.href).searchParams;

const options = {
  adaptiveStream: true,
  dynacast: true,
  // A tone is what LiveKit's noise suppression is made to take away.
  audioCaptureDefaults: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  videoCaptureDefaults: { resolution: { width: 320, height: 180, frameRate: 10 } },
  // Two cores have five of these to run.
  publishDefaults: { videoCodec: asked.get('codec') ?? 'vp8' },
};

if (asked.has('e2ee')) {
  const keyProvider = new ExternalE2EEKeyProvider();
  await keyProvider.setKey(asked.get('e2ee'));
  options.encryption = { keyProvider, worker: new Worker('/e2ee-worker.js', { type: 'module' }) };
}

/** Where the rig reaches the room. */
function Exposed() {
  const room = useRoomContext();
  globalThis.room = room;
  if (asked.has('e2ee')) void room.setE2EEEnabled(true);
  return null;
}

function App() {
  const [joined, setJoined] = useState(false);
  if (!joined) return createElement('button', { id: 'join', type: 'button', onClick: () => setJoined(true) }, 'Join');
  return createElement(
    LiveKitRoom,
    {
      serverUrl: asked.get('server'),
      token: asked.get('token'),
      audio: asked.get('audio') !== '0',
      video: asked.get('video') !== '0',
      options,
      onDisconnected: () => setJoined(false),
      'data-lk-theme': 'default',
      style: { height: '100vh' },
    },
    createElement(VideoConference),
    createElement(Exposed),
  );
}

createRoot(document.getElementById('app')).render(createElement(App));
