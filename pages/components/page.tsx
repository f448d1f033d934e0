import type { ComponentChildren } from 'preact';
import { t } from '../../ui/texts.ts';

interface Props {
  readonly title: string;
  /** The service and the meeting that the page is about; empty without any. */
  readonly about?: readonly (string | null)[];
  /** What the page shows, for styles, tests and pictures. */
  readonly situation: string;
  readonly children: ComponentChildren;
}

/** A full page of the extension: whose it is, what it is about, and its headline. */
export function Page({ title, about = [], situation, children }: Props) {
  const named = about.filter((name) => name !== null && name !== '');
  return (
    <main class="page" data-situation={situation}>
      <header>
        <img src="../icons/sealed-128.png" width="40" height="40" alt="" />
        <p class="brand">{[t('extName'), ...named].join(' · ')}</p>
      </header>
      <h1>{title}</h1>
      {children}
    </main>
  );
}
