import type { TabView } from '../../src/protocol/tab-view.ts';
import type { Watched } from '../../ui/use-view.ts';
import { ReloadButton } from './reload-button.tsx';
import { AllowSite } from './site-access.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** What can be done where evidence is missing. */
export function Unproven({ view, act }: Props) {
  const asked = view.frameSites.filter(({ access }) => access !== 'given');
  if (view.unproven?.reason === 'checking') return null;
  return (
    <>
      {asked.map((site) => (
        <AllowSite key={site.pattern} loads={null} site={site} host={hostOf(site.pattern)} act={act} />
      ))}
      {asked.length === 0 && <ReloadButton act={act} />}
    </>
  );
}

const hostOf = (pattern: string): string => pattern.slice(pattern.indexOf('://') + 3, -'/*'.length);
