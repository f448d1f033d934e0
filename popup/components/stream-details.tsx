import type { StreamCounts } from '../../src/call/counts.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { SLOT_MS, slotAt } from '../../src/slots.ts';
import { formatNumber, formatTime, type MessageKey, t } from '../../ui/texts.ts';
import { failureRows } from '../failure-texts.ts';
import { CopyReport } from './copy-report.tsx';
import { Counts } from './counts.tsx';

const SIDES: Readonly<Record<`${StreamCounts['side']}-${StreamCounts['kind']}`, MessageKey>> = {
  'send-audio': 'stream_send_audio',
  'send-video': 'stream_send_video',
  'receive-audio': 'stream_receive_audio',
  'receive-video': 'stream_receive_video',
};

/** A name in a sentence, with a direction of its own. */
function isolated(name: string): string {
  return name && `\u2068${name}\u2069`;
}

/** Every sender and receiver as it was counted, for those who want to know; folded away. */
export function StreamDetails({ view }: { readonly view: TabView }) {
  const { streams, totals } = view;
  const live = streams.filter(({ seen }) => seen > 0);
  const slot = slotAt(Date.now());
  return (
    <details class="streams">
      <summary>{t('details_title')}</summary>
      <Counts totals={totals} />
      <p>{t('details_slot', formatTime(slot * SLOT_MS), formatTime((slot + 1) * SLOT_MS))}</p>
      <ul>
        {live.map((stream) => (
          <li key={`${stream.side} ${stream.id}`}>
            <b>{t(SIDES[`${stream.side}-${stream.kind}`])}</b>{' '}
            {t(
              'details_stream',
              stream.codec,
              isolated(stream.name),
              formatNumber(stream.seen),
              formatNumber(stream.done),
            )}
            {stream.passed > 0 && ` ${t('details_passed', formatNumber(stream.passed))}`}
            {failureRows(stream.failures).map(({ text, name, frames }) => (
              <small key={name}>
                {formatNumber(frames)} × {text === 'failure_other' ? t(text, name) : t(text)}
              </small>
            ))}
          </li>
        ))}
      </ul>
      <CopyReport view={view} />
    </details>
  );
}
