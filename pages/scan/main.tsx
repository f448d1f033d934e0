import { show } from '../show.tsx';
import { ScanPage } from './scan-page.tsx';

show('scan_title', <ScanPage />);
