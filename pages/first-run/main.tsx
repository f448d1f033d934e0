import { show } from '../show.tsx';
import { FirstRunPage } from './first-run-page.tsx';

show('first_title', <FirstRunPage />);
