import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Situation, situationOf } from '../ui/situation.ts';
import { t } from '../ui/texts.ts';
import { useView } from '../ui/use-view.ts';
import { Body } from './components/body.tsx';
import { Organisation } from './components/organisation.tsx';
import { ProtectSwitch } from './components/protect-switch.tsx';
import { Status } from './components/status.tsx';
import { TabLink } from './components/tab-link.tsx';
import { useWay } from './use-way.ts';

/** The popup, in the toolbar or as a tab of its own. */
export function App() {
  const { view, act } = useView();
  const taken = useWay(view);
  const headline = useRef<HTMLHeadingElement>(null);
  const situation = view === undefined || !taken.known ? undefined : situationOf(view);
  const before = useRef<{ situation: Situation | undefined; next: Element | null }>({ situation, next: null });
  /** Something new is there, and what had the focus before had it still. */
  const waits = useRef(false);

  // After each render: a control that went away with its view leaves the keyboard nowhere, as does opening the popup.
  useLayoutEffect(() => {
    if (situation === undefined) return;
    const steps = Array.from(document.querySelectorAll<HTMLElement>('[data-next="true"]'));
    // What is folded away takes no focus.
    const next = steps.find((step) => step.checkVisibility()) ?? null;
    if (next !== before.current.next || situation !== before.current.situation) waits.current = true;
    const isFirst = before.current.situation === undefined;
    before.current = { situation, next };
    // A headline that has it had it for want of a step, as one that takes a moment to come.
    const lost = [null, document.body, headline.current].includes(document.activeElement as HTMLElement | null);
    // What is there at first begins at its beginning, with the headline; what a click brings comes into view.
    if (!waits.current || !lost) return;
    waits.current = false;
    (next ?? headline.current)?.focus({ preventScroll: isFirst });
  });

  const switchable =
    view?.on ||
    (situation !== undefined &&
      ['unproven', 'off', 'no-key', 'unconfirmed', 'armed', 'sealed', 'mixed'].includes(situation));
  return (
    <main data-situation={situation ?? 'loading'}>
      <div class="brand">
        <span>
          {t('extName')}
          {view?.service && ` · ${view.service}`}
        </span>
        <TabLink tabId={view?.tabId} />
      </div>
      {view && switchable && <ProtectSwitch on={view.on} meeting={view.meeting} act={act} />}
      <Status situation={situation} view={view ?? null} headline={headline} />
      {view && situation && <Body situation={situation} view={view} act={act} taken={taken} />}
      {view && <Organisation view={view} />}
    </main>
  );
}
