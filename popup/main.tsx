import { render } from 'preact';
import { t } from '../ui/texts.ts';
import { App } from './app.tsx';

const root = document.getElementById('app');
document.documentElement.lang = t('lang');
if (root) render(<App />, root);
