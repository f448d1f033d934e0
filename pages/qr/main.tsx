import { show } from '../show.tsx';
import { QrPage } from './qr-page.tsx';

show('qr_title', <QrPage />);
