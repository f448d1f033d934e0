import { useLayoutEffect, useRef } from 'preact/hooks';
import { situationOf } from '../ui/situation.ts';
import { useView } from '../ui/use-view.ts';
import { Body } from './components/body.tsx';
import { Organisation } from './components/organisation.tsx';
import { ProtectSwitch } from './components/protect-switch.tsx';
import { Status } from './components/status.tsx';

/** The popup, in the toolbar or as a tab of its own. */
export function App() {
  const { view, act } = useView();
  const headline = useRef<HTMLHeadingElement>(null);
  const situation = view === undefined ? undefined : situationOf(view);
  const shown = useRef(situation);

  useLayoutEffect(() => {
    // A control that went away with its view leaves the keyboard nowhere: go on at the new headline.
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (shown.current !== undefined && shown.current !== situation && lost) headline.current?.focus();
    shown.current = situation;
  }, [situation]);

  const switchable =
    view?.on ||
    (situation !== undefined &&
      ['unproven', 'off', 'no-key', 'unconfirmed', 'armed', 'sealed', 'mixed'].includes(situation));
  return (
    <main data-situation={situation ?? 'loading'}>
      <Status situation={situation} view={view ?? null} headline={headline} />
      {view && situation && <Body situation={situation} view={view} act={act} />}
      {view && <Organisation view={view} />}
      {view && switchable && <ProtectSwitch on={view.on} meeting={view.meeting} act={act} />}
    </main>
  );
}
