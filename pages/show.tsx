import { type ComponentChild, render } from 'preact';
import { type MessageKey, t } from '../ui/texts.ts';

/** Puts a page into its document. */
export function show(title: MessageKey, page: ComponentChild): void {
  document.documentElement.lang = t('lang');
  document.title = `${t(title)} · ${t('extName')}`;
  const root = document.getElementById('app');
  if (root) render(page, root);
}
