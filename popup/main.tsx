import { render } from 'preact';
import { App } from './app.tsx';
import { t } from './texts.ts';

const root = document.getElementById('app');
document.documentElement.lang = t('lang');
if (root) render(<App />, root);
