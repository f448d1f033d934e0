import { useEffect, useRef } from 'preact/hooks';
import { type MessageKey, t } from '../../ui/texts.ts';
import { readFrame } from './read-qr.ts';

/** Milliseconds between two looks at the camera. */
const LOOK_MS = 150;

interface Props {
  readonly onCode: (content: string) => void;
  readonly onFailure: (why: MessageKey) => void;
}

/** The camera's picture, looked at until it goes away with this component. It leaves the page by no way. */
export function Camera({ onCode, onFailure }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let ended = false;
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const content = video.current && readFrame(video.current);
      if (content) onCode(content);
      timer = setTimeout(look, LOOK_MS);
    };
    const start = async (): Promise<void> => {
      try {
        const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        if (ended || !video.current) {
          stop(opened);
          return;
        }
        stream = opened;
        video.current.srcObject = opened;
        await video.current.play();
        look();
      } catch (error) {
        if (!ended) onFailure(failureOf(error));
      }
    };
    void start();
    return () => {
      ended = true;
      clearTimeout(timer);
      if (stream) stop(stream);
    };
  }, []);
  return <video ref={video} id="camera" muted playsInline aria-label={t('scan_camera_label')} />;
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Why there is no picture of a camera (Media Capture and Streams, getUserMedia). */
function failureOf(error: unknown): MessageKey {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'scan_camera_refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'scan_no_camera';
    default:
      return 'scan_camera_busy';
  }
}
