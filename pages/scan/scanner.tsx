import { useRef, useState } from 'preact/hooks';
import type { KeyRefusal } from '../../src/protocol/answers.ts';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { Camera } from './camera.tsx';
import { readPicture } from './read-qr.ts';
import { usePictures } from './use-pictures.ts';

interface Props {
  readonly act: Watched['act'];
  readonly onTaken: () => void;
}

/** The ways to a code: the camera, and pictures that are chosen, pasted or dropped. */
export function Scanner({ act, onTaken }: Props) {
  const [camera, setCamera] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const chooser = useRef<HTMLInputElement>(null);
  /** What the camera goes on seeing need not be judged again. */
  const last = useRef('');

  const take = (content: string): void => {
    if (content === last.current) return;
    last.current = content;
    void act(async (tabId) => {
      const answer = await ask('popup:accept', { tabId, text: content });
      if (!answer.ok) {
        setError(refusalText(answer));
        return ask('popup:view', { tabId });
      }
      onTaken();
      return answer.view;
    });
  };

  const takeFile = async (file: File): Promise<void> => {
    setBusy(true);
    setError('');
    last.current = '';
    try {
      const content = await readPicture(file);
      if (content === undefined) setError(t('scan_no_code'));
      else take(content);
    } catch {
      setError(t('scan_no_picture'));
    } finally {
      setBusy(false);
    }
  };
  const over = usePictures((file) => void takeFile(file));

  const switchCamera = (on: boolean): void => {
    last.current = '';
    setError('');
    setCamera(on);
  };

  return (
    <>
      <p>{t('scan_how')}</p>
      <p class="error" role="alert" id="error">
        {error}
      </p>
      {camera && (
        <Camera
          onCode={take}
          onFailure={(why) => {
            setCamera(false);
            setError(t(why));
          }}
        />
      )}
      <div class="actions">
        <button type="button" id="use-camera" class="primary" onClick={() => switchCamera(!camera)}>
          {t(camera ? 'scan_camera_stop' : 'scan_camera')}
        </button>
        <button type="button" id="choose" onClick={() => chooser.current?.click()}>
          {t('scan_choose')}
        </button>
        <input
          ref={chooser}
          id="file"
          type="file"
          accept="image/*"
          hidden
          aria-label={t('scan_choose')}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            currentTarget.value = ''; // the same file may be chosen again
            if (file) void takeFile(file);
          }}
        />
      </div>
      <p class={over ? 'drop over' : 'drop'} role="status">
        {t(busy ? 'scan_busy' : 'scan_paste')}
      </p>
    </>
  );
}

function refusalText(refusal: KeyRefusal): string {
  return refusal.reason === 'not-found' ? t('scan_not_ours') : keyRefusalText(refusal);
}
